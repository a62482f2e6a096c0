using System.Text;
using StataRuns.StandIn.Lexing;
using StataRuns.StandIn.Output;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands.Files;

/// <summary><c>do</c>, <c>run</c>, <c>include</c>.</summary>
internal static class DoCommand
{
    public static void Do(Session session, string rest) => Execute(session, rest, echoes: true);

    public static void Run(Session session, string rest) =>
        Prefixes.InMode(session, session.Console.Mode == OutputMode.Captured ? OutputMode.Captured : OutputMode.Quiet, () => Execute(session, rest, echoes: false));

    /// <summary>A file by its path, as <c>run</c> would.</summary>
    public static void RunFile(Session session, string path) =>
        Prefixes.InMode(session, OutputMode.Quiet, () => Execute(session, path, arguments: "", echoes: false, stops: true));

    /// <summary>In the frame of whoever includes it: macros that it defines stay.</summary>
    public static void Include(Session session, string rest)
    {
        var scanner = new Scanner(rest);
        var reader = Open(FileNames.Read(ref scanner));
        new DoFileRunner(session, reader, echoes: true, stopsAtErrors: true).Run();
    }

    private static void Execute(Session session, string rest, bool echoes)
    {
        var comma = CommandSplitter.OptionsComma(rest);
        var stops = true;
        if (comma >= 0)
        {
            var options = OptionSet.Parse(rest[(comma + 1)..]);
            stops = !options.Take("nostop", 6);
            options.Finish();
            rest = rest[..comma];
        }

        var scanner = new Scanner(rest);
        var path = FileNames.Read(ref scanner);
        Execute(session, path, scanner.Rest.Trim(), echoes, stops);
    }

    private static void Execute(Session session, string path, string arguments, bool echoes, bool stops)
    {
        var reader = Open(path);
        var frame = ProgramRunner.Enter(session, arguments, session.Frame.Version, isProgram: false, results: null);
        try
        {
            new DoFileRunner(session, reader, echoes, stops).Run();
        }
        finally
        {
            ProgramRunner.Leave(session, frame);
        }
    }

    private static DoFileReader Open(string path)
    {
        var found = FileNames.WithExtension(path, ".do");
        return new DoFileReader(Encoding.Latin1.GetString(FileNames.Guard(found, () => File.ReadAllBytes(FileNames.ToPath(found)))));
    }
}
