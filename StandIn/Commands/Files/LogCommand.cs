using System.Globalization;
using StataRuns.StandIn.Lexing;
using StataRuns.StandIn.Output;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands.Files;

/// <summary>[R] log. The batch log is none of those that it opens and closes.</summary>
internal static class LogCommand
{
    private const string Unnamed = "<unnamed>";

    public static void Run(Session session, string rest)
    {
        var scanner = new Scanner(rest);
        var verb = scanner.Name();
        if (verb == "using")
        {
            Open(session, rest);
            return;
        }

        var name = Unnamed;
        scanner.SkipBlanks();
        if (scanner.Here != ',')
        {
            name = scanner.Name() is { Length: > 0 } given ? given : Unnamed;
        }

        scanner.SkipBlanks();
        OptionSet.Parse(scanner.Rest.TrimStart(',')).Finish();
        switch (verb)
        {
            case "close" when name == "_all":
                foreach (var log in session.Logs.Files.ToList())
                {
                    Close(session, log);
                }

                break;
            case "close":
                Close(session, Find(session, name));
                break;
            case "off" or "on":
                var file = Find(session, name);
                if (verb == "on")
                {
                    file.IsOn = true;
                }

                Describe(session, file, verb == "on" ? "resumed on" : "paused on", isEnd: false);
                file.IsOn = verb == "on";
                break;
            case "" or "query":
                Query(session, verb.Length == 0 ? null : name);
                break;
            default:
                throw StataError.InvalidSyntax();
        }
    }

    private static void Open(Session session, string rest)
    {
        var syntax = CommandSyntax.Parse(session, rest, hasUsing: true);
        var options = syntax.Options;
        var (replaces, appends) = (options.Take("replace"), options.Take("append", 1));
        var (isText, isSmcl) = (options.Take("text", 1), options.Take("smcl", 1));
        var name = options.TakeText("name", out var given) ? given : Unnamed;
        var isSilent = options.Take("nomsg");
        options.Finish();
        if (session.Logs.Find(name) is not null)
        {
            throw new StataError(604, "log file already open");
        }

        var file = FileNames.Whole(syntax.Using ?? throw StataError.InvalidSyntax());
        isText |= !isSmcl && file.EndsWith(".log", StringComparison.OrdinalIgnoreCase);
        file = FileNames.WithExtension(file, isText ? ".log" : ".smcl");
        var path = FileNames.ToPath(file);
        if (FileNames.Exists(file) && !replaces && !appends)
        {
            throw new StataError(602, $"file {file} already exists");
        }

        var log = FileNames.GuardMade(file, () => LogFile.Open(name, Path.GetFullPath(path), isText, appends));
        session.Logs.Add(log);
        if (!isSilent)
        {
            session.Console.Rule();
            Describe(session, log, "opened on", isEnd: false);
        }
    }

    private static void Close(Session session, LogFile log)
    {
        log.IsOn = true;
        Describe(session, log, "closed on", isEnd: true);
        session.Logs.Close(log);
    }

    private static void Describe(Session session, LogFile log, string what, bool isEnd)
    {
        var console = session.Console;
        console.WriteLine($"{"name:",11}  {log.Name}");
        console.WriteLine($"{"log:",11}  {ByteText.FromUnicode(log.Path)}");
        console.WriteLine($"{"log type:",11}  {(log.IsText ? "text" : "smcl")}");
        console.WriteLine($"{what + ":",11}  {DateTime.Now.ToString("d MMM yyyy, HH:mm:ss", CultureInfo.InvariantCulture).PadLeft(21)}");
        if (isEnd)
        {
            console.Rule();
        }
    }

    private static void Query(Session session, string? name)
    {
        var logs = name is null or "_all" or Unnamed ? session.Logs.Files : [Find(session, name)];
        if (logs.Count == 0)
        {
            session.Console.WriteLine("(no log open)");
        }

        foreach (var log in logs)
        {
            Describe(session, log, log.IsOn ? "opened on" : "paused on", isEnd: false);
        }

        session.R = new Results();
        if (logs.Count > 0)
        {
            session.R.Set("filename", ByteText.FromUnicode(logs[0].Path));
            session.R.Set("status", logs[0].IsOn ? "on" : "off");
            session.R.Set("type", logs[0].IsText ? "text" : "smcl");
        }
    }

    private static LogFile Find(Session session, string name) =>
        session.Logs.Find(name) ?? throw new StataError(606, name == Unnamed ? "no log file open" : $"log file {name} not open");
}
