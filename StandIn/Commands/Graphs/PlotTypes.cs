using StataRuns.StandIn.Graphs.Looks;
using StataRuns.StandIn.Lexing;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands.Graphs;

/// <summary>The plot types of <c>twoway</c> by their names and abbreviations.</summary>
internal static class PlotTypes
{
    /// <summary>Null if the word is none.</summary>
    public static string? Find(string word) => word switch
    {
        "scatter" or "sc" or "scat" or "scatt" or "scatte" => "scatter",
        "line" or "li" or "lin" => "line",
        "connected" or "con" or "conn" or "connec" or "connect" => "connected",
        "area" or "bar" or "spike" or "dropline" => word,
        "rcap" or "rspike" or "rarea" or "rbar" => word,
        "lfit" or "lfitci" or "qfit" or "qfitci" => word,
        "function" or "fun" or "func" => "function",
        "histogram" or "hist" or "histo" => "histogram",
        "kdensity" or "kden" or "kdens" => "kdensity",
        _ => null,
    };

    /// <summary>Reads one plot; options that are the whole graph's are left over and handed on.</summary>
    /// <param name="restriction">The graph's own <c>if</c> and <c>in</c>.</param>
    public static TwowayPlot Read(Session session, string text, CommandSyntax? restriction, Scheme scheme, int place, out string left)
    {
        var scanner = new Scanner(text);
        var word = scanner.Name();
        var type = Find(word) ?? (word.Length > 0 && session.Data.Find(word) is not null ? null : throw NotPlotted(word));
        var syntax = CommandSyntax.Parse(session, type is null ? text : scanner.Rest);
        var wanted = restriction is { IsRestricted: true } ? restriction.Selected().ToHashSet() : null;
        int[] rows = [.. syntax.Selected().Where(row => wanted is null || wanted.Contains(row))];
        var source = new PlotSource(session, syntax, scheme, rows, place);
        var plot = type switch
        {
            "rcap" or "rspike" or "rarea" or "rbar" => RangePlots.Read(source, type),
            "lfit" or "lfitci" or "qfit" or "qfitci" => FitPlots.Read(source, type),
            "function" => FunctionPlot.Read(source),
            "histogram" => new HistogramPlot(source).Plot,
            "kdensity" => DensityPlot.Read(source),
            _ => PointPlots.Read(source, type ?? "scatter"),
        };
        left = OptionWords.AsText(syntax.Options);
        return plot;
    }

    private static StataError NotPlotted(string word) => word is "tsline" or "contour" or "contourline" or "lowess" or "lpoly" or "lpolyci" or "mband" or "mspline"
        or "fpfit" or "fpfitci" or "pcspike" or "pccapsym" or "pcarrow" or "pcbarrow" or "pcscatter" or "pci" or "pcarrowi" or "scatteri" or "dot" or "rscatter" or "rline" or "rconnected" or "rcapsym"
        or "tsrline" or "rpcap" or "rpspike" or "heatmap"
        ? StataError.NotImitated($"twoway {word}")
        : new StataError(198, $"{(word.Length > 0 ? word : "nothing")} is not a twoway plot type");
}
