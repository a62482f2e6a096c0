using System.Text;

namespace StataRuns.Bench.Report;

/// <summary>The results as a page.</summary>
internal static class Markdown
{
    private const string HowToRead = """
        How to read this: machines differ, and one machine differs from hour to hour. Only figures of one run may be compared, and this page
        is always of one run (`./bench.sh`). So most figures stand beside another that was taken in the same minutes: the bare start of
        the same program, a bare socket, or another scheduler. A goal is said of the figure that it stands beside. The job is a tiny C program
        (`bench/Programs/job.c`) in Stata's place: what Stata itself takes is not in any figure. Data lie in the system's temporary folder.
        """;

    public static string Page(IReadOnlyList<Section> sections, string loadBefore)
    {
        var page = new StringBuilder("# Benchmarks\n\n")
            .Append(FormattableString.Invariant($"{DateTimeOffset.UtcNow:yyyy-MM-dd HH:mm} UTC · {Machine.Describe()}\n\n"))
            .Append(FormattableString.Invariant($"Load average before {loadBefore}, after {Machine.Load}, on {Environment.ProcessorCount} processors: more than that is other programs' work, and then times are longer than they should be.\n\n"))
            .Append(HowToRead.ReplaceLineEndings("\n")).Append('\n');
        foreach (var (measure, rows) in sections)
        {
            page.Append("\n## ").Append(measure.Name).Append("\n\n").Append(measure.Meaning.ReplaceLineEndings("\n")).Append("\n\n").Append(Table(rows));
        }

        return page.ToString();
    }

    public static string Table(IReadOnlyList<Row> rows)
    {
        var table = new StringBuilder("| | | goal |\n|---|---|---|\n");
        foreach (var row in rows)
        {
            table.Append("| ").Append(row.What).Append(" | ").Append(row.Figure).Append(" | ").Append(Said(row.Goal)).Append(" |\n");
        }

        return table.ToString();
    }

    private static string Said(Goal? goal) => goal is null ? "" : $"{goal.Text}: {(goal.IsMet ? "met" : "**missed**")}";
}
