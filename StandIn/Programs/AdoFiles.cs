using System.Text;
using StataRuns.StandIn.Lexing;

namespace StataRuns.StandIn.Programs;

/// <summary>A command that is nowhere defined may be a file <c>name.ado</c> in the working folder.</summary>
internal static class AdoFiles
{
    public static StataProgram? Load(Session session, string name)
    {
        if (!Names.IsName(name) || !File.Exists($"{ByteText.ToUnicode(name)}.ado"))
        {
            return null;
        }

        var reader = new DoFileReader(Encoding.Latin1.GetString(File.ReadAllBytes($"{ByteText.ToUnicode(name)}.ado")));
        var lines = new List<string>();
        while (reader.Next(out var line))
        {
            lines.Add(line.Code);
        }

        session.Executor.Run(BlockParser.Parse(lines));
        return session.Programs.GetValueOrDefault(name);
    }
}
