using System.Globalization;
using StataRuns.StandIn.Data;
using StataRuns.StandIn.Graphs.Looks;
using StataRuns.StandIn.Lexing;
using StataRuns.StandIn.Programs;
using Console = StataRuns.StandIn.Output.Console;

namespace StataRuns.StandIn.Commands;

/// <summary><c>set</c>: what has an effect here, and what is accepted without one.</summary>
internal static class SetCommand
{
    /// <summary>Settings of screens, graphs, memory and processors: nothing here has them, and no do-file needs them to act.</summary>
    private static readonly HashSet<string> Accepted = new(StringComparer.Ordinal)
    {
        "matsize", "maxvar", "memory", "processors", "varabbrev", "scrollbufsize", "pagesize", "niceness", "segmentsize",
        "min_memory", "max_memory", "dp", "logtype", "rng", "rngstream", "sortseed", "sortrngstate", "output", "tracedepth", "tracesep", "traceexpand",
        "tracenumber", "traceindent", "tracehilite", "showbaselevels", "showemptycells", "showomitted", "cformat", "pformat", "sformat", "dots",
        "copycolor", "autotabgraphs", "notifyuser", "smoothfonts", "linegap", "timeout1", "timeout2", "checksum", "update_query", "iterlog", "emptycells",
        "maxiter", "searchdefault", "fastscroll", "doublebuffer", "reventries", "revkeyboard", "charset", "printcolor", "maxdb", "dockable", "coeftabresults",
        "clevel", "lstretch", "fvwrap", "fvwrapon", "fvlabel", "fvtrack", "locale_functions", "locale_ui", "odbcmgr", "java_heapmax", "httpproxy", "adosize", "docx_hardbreak",
    };

    public static void Run(Session session, string rest)
    {
        var comma = CommandSplitter.OptionsComma(rest);
        var options = OptionSet.Parse(comma < 0 ? "" : rest[(comma + 1)..]);
        options.Take("permanently", 4);
        options.Finish();
        var scanner = new Scanner(comma < 0 ? rest : rest[..comma]);
        var name = scanner.Name();
        var value = scanner.Rest.Trim();
        switch (name)
        {
            case "obs":
                Observations(session, Whole(session, value));
                break;
            case "seed":
                session.Settings.Seed = value;
                session.Random.Seed(Whole(session, value));
                break;
            case "linesize" or "li":
                var size = Whole(session, value);
                session.Console.LineSize = size is >= Console.SmallestLineSize and <= Console.LargestLineSize
                    ? (int)size
                    : throw new StataError(198, string.Create(CultureInfo.InvariantCulture, $"linesize must be between {Console.SmallestLineSize} and {Console.LargestLineSize}"));
                break;
            case "level":
                var level = session.Number(value);
                session.Settings.Level = level is >= 10 and <= 99.99 ? level : throw new StataError(198, "level() must be between 10 and 99.99 inclusive");
                break;
            case "type":
                session.Settings.Type = StorageType.Parse(value) is { IsText: false } type ? type.ToString() : throw StataError.InvalidSyntax();
                break;
            case "more":
                session.Settings.More = IsOn(value);
                break;
            case "trace" or "tr":
                session.Settings.Trace = IsOn(value);
                break;
            case "rmsg":
                session.Settings.Rmsg = IsOn(value) ? "on" : "off";
                break;
            case "scheme":
                session.Settings.Accepted[name] = Scheme.Find(value)?.Name ?? throw new StataError(111, $"scheme {value} not found");
                break;
            case "graphics":
                session.Settings.Accepted[name] = IsOn(value) ? "on" : "off";
                break;
            default:
                session.Settings.Accepted[name] = Accepted.Contains(name) ? value : throw StataError.InvalidSyntax();
                break;
        }
    }

    private static void Observations(Session session, long count)
    {
        var data = session.Data;
        if (count < data.Observations)
        {
            throw new StataError(198, "number of observations must be at least the number already in memory");
        }

        if (count > Dataset.MostObservations)
        {
            throw new StataError(901, "no room to add more observations");
        }

        var before = data.Observations;
        data.SetObservations((int)count);
        if (before != count)
        {
            session.Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Number of observations (_N) was {before:#,0}, now {count:#,0}."));
        }
    }

    private static long Whole(Session session, string text)
    {
        var value = session.Number(text);
        return !Missing.Is(value) && value >= 0 && value < 9e15 && value == Math.Truncate(value) ? (long)value : throw new StataError(198, $"'{text}' found where integer expected");
    }

    private static bool IsOn(string value) => value switch
    {
        "on" => true,
        "off" => false,
        _ => throw StataError.InvalidSyntax(),
    };
}
