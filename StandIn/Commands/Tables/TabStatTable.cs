using StataRuns.StandIn.Data;
using StataRuns.StandIn.Expressions.Functions;
using StataRuns.StandIn.Formats;
using StataRuns.StandIn.Programs;
using StataRuns.StandIn.Statistics;

namespace StataRuns.StandIn.Commands.Tables;

/// <summary>What <c>tabstat</c> shows: variables across and statistics down, or the other way round, by groups or not.</summary>
internal sealed class TabStatTable(Session session, List<Variable> variables, List<TabStatistic> statistics, Func<Variable, DisplayFormat> formats)
{
    private const int NarrowestCell = 9;

    public Categories? Groups { get; init; }

    public bool ByStatistics { get; init; }

    public bool IsSeparated { get; init; }

    /// <summary>Each line names its statistic or variable beside the group, rather than a line above the table.</summary>
    public bool HasLongStub { get; init; }

    public int LabelWidth { get; init; }

    /// <summary>The variables' summaries of each group, and of all at the end.</summary>
    public required Summary[][] Values { get; init; }

    private int Down => ByStatistics ? variables.Count : statistics.Count;

    private int Across => ByStatistics ? statistics.Count : variables.Count;

    public void Show()
    {
        var console = session.Console;
        var cell = 1 + variables.Max(variable => Math.Max(NarrowestCell, formats(variable).Width));
        var stub = Stub();
        console.WriteLine();
        if (Groups is { } groups && !HasLongStub)
        {
            var label = groups.Variable.Label.Length > 0 ? $"({groups.Variable.Label})" : "";
            console.WriteLine(ByStatistics
                ? $"Summary for variables: {string.Join(' ', variables.Select(variable => variable.Name))}"
                : $"Summary statistics: {string.Join(", ", statistics.Select(statistic => statistic.Head))}");
            console.WriteLine($"Group variable: {groups.Variable.Name} {label}");
            console.WriteLine();
        }

        var perPanel = Math.Max(1, (console.LineSize - stub - 2) / cell);
        for (var first = 0; first < Across; first += perPanel)
        {
            if (first > 0)
            {
                console.WriteLine();
            }

            Panel(stub, cell, [.. Enumerable.Range(first, Math.Min(perPanel, Across - first))]);
        }
    }

    private int Stub()
    {
        if (Groups is not { } groups)
        {
            return ByStatistics ? 12 : 8;
        }

        return GroupStub(groups) + (HasLongStub ? 1 + NameStub : 0);
    }

    private int NameStub => ByStatistics ? Math.Clamp(variables.Max(variable => ByteText.Width(variable.Name)), 8, 12) : 8;

    private int GroupStub(Categories groups)
    {
        var widest = groups.Labels.Max(label => ByteText.Width(label));
        var least = groups.Variable is { IsText: false, ValueLabel.Length: 0 } ? 8 : 5;
        return Math.Min(LabelWidth, Math.Max(Math.Max(least, widest), ByteText.Width(groups.Variable.Name)));
    }

    private void Panel(int stub, int cell, int[] shown)
    {
        var console = session.Console;
        var corner = HasLongStub ? Long(TextFunctions.Abbreviate(Groups!.Variable.Name, Math.Max(5, GroupStub(Groups))), ByStatistics ? "Variable" : "Stats")
            : Groups is not null ? TextFunctions.Abbreviate(Groups.Variable.Name, Math.Max(5, stub)) : ByStatistics ? "Variable" : "Stats";
        var heads = shown.Select(i => TableText.Right(ByStatistics ? statistics[i].Head : TextFunctions.Abbreviate(variables[i].Name, cell - 1), cell));
        console.WriteLine($"{TableText.Right(corner, stub)} |{string.Concat(heads)}");
        var rule = $"{new string('-', stub + 1)}+{new string('-', cell * shown.Length)}";
        console.WriteLine(rule);
        for (var group = 0; group < Values.Length; group++)
        {
            var isTotal = group == (Groups?.Count ?? 0);
            if (group > 0 && (isTotal || (Down > 1 && IsSeparated)))
            {
                console.WriteLine(rule);
            }

            for (var row = 0; row < Down; row++)
            {
                var name = ByStatistics ? TextFunctions.Abbreviate(variables[row].Name, Math.Min(stub, 12)) : statistics[row].Head;
                var own = row > 0 || Groups is null ? "" : isTotal ? "Total" : TableText.Cut(Groups.Labels[group], GroupStub(Groups));
                var label = HasLongStub ? Long(own, name) : Groups is null ? name : own;
                var cells = shown.Select(i => TableText.Right(ByStatistics ? Text(group, row, i) : Text(group, i, row), cell));
                console.WriteLine($"{TableText.Right(label, stub)} |{string.Concat(cells)}");
            }
        }

        console.WriteLine(new string('-', rule.Length));
    }

    private string Long(string group, string name) => $"{TableText.Left(group, GroupStub(Groups!))} {TableText.Right(name, NameStub)}";

    private string Text(int group, int variable, int statistic) =>
        formats(variables[variable]).Bare(statistics[statistic].Of(Values[group][variable])).Trim();
}
