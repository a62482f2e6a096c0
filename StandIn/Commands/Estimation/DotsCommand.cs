using StataRuns.StandIn.Lexing;
using StataRuns.StandIn.Macros;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands.Estimation;

/// <summary><c>_dots # [rc] [, title() reps()]</c>: the marks that users' own loops print.</summary>
internal static class DotsCommand
{
    private const int MarksInLine = 50;

    public static void Run(Session session, string rest)
    {
        var comma = CommandSplitter.OptionsComma(rest);
        var options = OptionSet.Parse(comma < 0 ? "" : rest[(comma + 1)..]);
        options.TakeText("title", out var title);
        var replications = options.TakeNumber("reps");
        options.Take("nodots");
        options.TakeNumber("every");
        options.Finish();
        var words = (comma < 0 ? rest : rest[..comma]).Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        var number = words.Length > 0 ? session.Number(words[0]) : throw StataError.InvalidSyntax();
        if (number == 0)
        {
            Head(session, Tokens.Unquote(title), replications);
            return;
        }

        var rc = words.Length > 1 ? session.Number(words[1]) : 0;
        session.Console.Write(rc switch
        {
            0 => ".",
            1 => "x",
            -1 => "s",
            2 => "e",
            3 => "n",
            _ => "?",
        });
        if (number % MarksInLine == 0)
        {
            session.Console.WriteLine($"{(int)Math.Clamp(number, 0, 1e9),6}");
        }

        session.Logs.Flush();
    }

    private static void Head(Session session, string title, double? replications)
    {
        if (title.Length > 0)
        {
            session.Console.WriteLine(replications is { } count ? $"{title} ({Formats.DisplayFormat.Macro.Bare(count)})" : title);
        }

        ReplicationDots.Ruler(session);
    }
}
