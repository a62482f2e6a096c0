using System.Globalization;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands.Language;

/// <summary><c>tempvar</c>, <c>tempname</c>, <c>tempfile</c>: names that nobody else has.</summary>
internal static class Temporaries
{
    public static void TempVar(Session session, string rest) => Assign(session, rest, "tempvar");

    public static void TempName(Session session, string rest) => Assign(session, rest, "tempname");

    public static void TempFile(Session session, string rest) => Assign(session, rest, "tempfile");

    public static string New(Session session, string kind)
    {
        var number = session.NextTemporary++;
        if (kind == "tempfile")
        {
            var file = string.Create(CultureInfo.InvariantCulture, $"St{Environment.ProcessId}.{number:000000}");
            var path = ByteText.FromUnicode(Path.Combine(Path.GetTempPath(), file));
            session.Frame.TemporaryFiles.Add(path);
            return path;
        }

        var name = string.Create(CultureInfo.InvariantCulture, $"__{number:000000}");
        session.Frame.TemporaryNames.Add(name);
        return name;
    }

    private static void Assign(Session session, string rest, string kind)
    {
        foreach (var local in rest.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries))
        {
            LocalCommand.CheckName(local);
            session.Frame.SetLocal(local, New(session, kind));
        }
    }
}
