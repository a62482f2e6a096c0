using StataRuns.StandIn.Data;
using StataRuns.StandIn.Expressions.Functions;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands.Tables;

/// <summary>A line for each variable; columns are as wide as their widest entry.</summary>
internal static class CompactCodebook
{
    private static readonly string[] Heads = ["Variable", "Obs", "Unique", "Mean", "Min", "Max"];

    public static void Show(Session session, IReadOnlyList<Variable> variables, Sample sample)
    {
        List<string[]> lines = [.. variables.Select(variable => Entries(session, variable, sample))];
        int[] widths = [.. Heads.Select((head, column) => Math.Max(head.Length, lines.Count == 0 ? 0 : lines.Max(line => ByteText.Width(line[column]))))];
        var console = session.Console;
        console.WriteLine();
        console.WriteLine(Line(Heads, widths, "Label"));
        console.Rule();
        foreach (var (entries, variable) in lines.Zip(variables))
        {
            var line = Line(entries, widths, "");
            console.WriteLine((line + TableText.Cut(variable.Label, Math.Max(0, console.LineSize - ByteText.Width(line)))).TrimEnd());
        }

        console.Rule();
    }

    private static string[] Entries(Session session, Variable variable, Sample sample)
    {
        var groups = Categories.Of(session, variable, sample.Rows);
        var count = sample.Rows.Count(at => !Categories.IsMissing(variable, at));
        var summary = sample.Summary(variable);
        return
        [
            TextFunctions.Abbreviate(variable.Name, 12),
            TableText.Fixed(count, 0),
            TableText.Fixed(groups.Count, 0),
            TableText.General(summary.Mean),
            TableText.General(summary.Minimum),
            TableText.General(summary.Maximum),
        ];
    }

    private static string Line(string[] entries, int[] widths, string label) =>
        $"{TableText.Left(entries[0], widths[0])}  {TableText.Right(entries[1], widths[1])} {TableText.Right(entries[2], widths[2])}"
        + $"{string.Concat(Enumerable.Range(3, 3).Select(column => $"  {TableText.Right(entries[column], widths[column])}"))}  {label}";
}
