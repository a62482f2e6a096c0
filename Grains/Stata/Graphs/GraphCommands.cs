using System.Text;

namespace StataRuns.Stata;

/// <summary>Which commands make a graph in memory, and under which name.</summary>
/// <remarks>
/// [G-2] graph, graph twoway, graph other (Stata's own commands that draw), and the community's that are met most in public do-files. A program that is not
/// listed may draw as well: "no" means "not known to".
/// </remarks>
internal static class GraphCommands
{
    /// <summary>The name that a graph gets where its command gives none: each one replaces the one before.</summary>
    public const string DefaultName = "Graph";

    // [G-2] graph: those of its subcommands that make a graph; display, export, save, drop, dir, rename, … make none.
    private static readonly HashSet<string> OfGraph = new(StringComparer.Ordinal)
    {
        "bar", "hbar", "dot", "box", "hbox", "pie", "matrix", "combine", "use",
    };

    private static readonly HashSet<string> Always = new(StringComparer.Ordinal)
    {
        "line", "kdensity", "lowess", "lpoly", "dotplot", "spikeplot", "sunflower", "symplot", "quantile", "qqplot", "qnorm", "pnorm", "qchi", "pchi", "gladder", "qladder",
        "rvfplot", "rvpplot", "avplot", "avplots", "cprplot", "acprplot", "lvr2plot", "marginsplot", "grmeanby", "serrbar", "cchart", "pchart", "rchart", "xchart", "shewhart",
        "tsline", "tsrline", "xtline", "ac", "pac", "xcorr", "cumsp", "pergram", "wntestb", "stcurve", "stphplot", "stcoxkm", "lroc", "lsens", "rocplot", "rocregplot",
        "screeplot", "loadingplot", "scoreplot", "biplot", "mdsconfig", "mdsshepard", "caplot", "cabiplot", "caprojection", "procoverlay", "teoverlap", "bayesgraph",
        "coefpath", "cvplot",
        "binscatter", "binscatter2", "binsreg", "coefplot", "event_plot", "grc1leg", "grc1leg2", "spmap", "grmap", "vioplot", "catplot", "cibar", "heatplot", "joyplot", "rdplot", "rcspline",
    };

    // The rest of the command says whether it draws.
    private static readonly HashSet<(string Command, string Verb)> WithVerb =
    [
        ("sts", "graph"), ("irf", "graph"), ("irf", "cgraph"), ("irf", "ograph"), ("fcast", "graph"), ("cluster", "dendrogram"), ("cluster", "tree"), ("tebalance", "density"), ("tebalance", "box"),
        ("meta", "forestplot"), ("meta", "funnelplot"), ("meta", "galbraithplot"), ("meta", "labbeplot"), ("meta", "bubbleplot"),
    ];

    /// <summary>Does this command make a graph?</summary>
    /// <param name="command">A logical line's code, with its prefixes; the body of a one-line <c>if</c> or <c>else</c> counts.</param>
    /// <param name="name">The name in <c>name()</c> as written, macros included; null where there is none (then it is <see cref="DefaultName"/>).</param>
    public static bool Draws(ReadOnlySpan<byte> command, out string? name)
    {
        name = null;
        if (OneLineBody.Of(command) is { IsEmpty: false } body)
        {
            command = body;
        }

        var words = new CommandWords(command);
        words.SkipPrefixes();
        var word = words.Next();
        var rest = words.Rest;
        if (word.IsEmpty || !IsGraph(word, words) || Option(rest, "nograph"u8) >= 0)
        {
            return false;
        }

        if (Option(rest, "name"u8) is >= 0 and var at)
        {
            var inside = rest[at..].TrimStart(" \t"u8);
            if (inside.StartsWith("("u8))
            {
                inside = inside[1..];
                var end = inside.IndexOfAny((byte)',', (byte)')');
                var given = Encoding.UTF8.GetString((end < 0 ? inside : inside[..end]).Trim(" \t"u8));
                name = given.Length == 0 ? null : given;
            }
        }

        return true;
    }

    private static bool IsGraph(ReadOnlySpan<byte> word, CommandWords words)
    {
        if (CommandWords.Is(word, "twoway"u8, 2) || CommandWords.Is(word, "scatter"u8, 2) || CommandWords.Is(word, "histogram"u8, 4))
        {
            return true;
        }

        var text = Encoding.ASCII.GetString(word);
        if (Always.Contains(text))
        {
            return true;
        }

        var verb = words.Next();
        if (CommandWords.Is(word, "graph"u8, 2))
        {
            return CommandWords.Is(verb, "twoway"u8, 2) || OfGraph.Contains(Encoding.ASCII.GetString(verb));
        }

        return WithVerb.Contains((text, Encoding.ASCII.GetString(verb)));
    }

    /// <summary>Where it goes on behind this word, outside of quotes and behind a comma; -1 where it does not stand.</summary>
    private static int Option(ReadOnlySpan<byte> text, ReadOnlySpan<byte> option)
    {
        var (behindComma, wordStart) = (false, true);
        for (var i = 0; i < text.Length; i++)
        {
            if (OneLineBody.QuotedLength(text[i..]) is > 0 and var quoted)
            {
                i += quoted - 1;
                continue;
            }

            var isWordByte = char.IsAsciiLetterOrDigit((char)text[i]) || text[i] is (byte)'_' or (byte)'`';
            if (behindComma && wordStart && text[i..].StartsWith(option)
                && (i + option.Length == text.Length || text[i + option.Length] is (byte)' ' or (byte)'\t' or (byte)'(' or (byte)')' or (byte)'\n' or (byte)'\r'))
            {
                return i + option.Length;
            }

            behindComma |= text[i] == (byte)',';
            wordStart = !isWordByte;
        }

        return -1;
    }
}
