using StataRuns.StandIn.Data;
using StataRuns.StandIn.Graphs.Pages;

namespace StataRuns.StandIn.Commands.Graphs;

/// <summary>One plot of a twoway graph, read and not yet drawn: small multiples draw it once for each group.</summary>
/// <param name="Rows">The observations that it is about.</param>
/// <param name="Draw">Makes the layers of some of them: always as many as there are texts for the legend.</param>
internal sealed record TwowayPlot(int[] Rows, Func<int[], Layer[]> Draw, string[][] LegendTexts)
{
    public string? XTitle { get; init; }

    public string? YTitle { get; init; }

    /// <summary>The variables whose formats the axes' labels have.</summary>
    public Variable? X { get; init; }

    public Variable? Y { get; init; }

    /// <summary>Bars that stand on the axis.</summary>
    public bool SitsOnBase { get; init; }

    public static string TitleOf(Variable variable) => GraphText.Plain(variable.Label.Length > 0 ? variable.Label : variable.Name);
}
