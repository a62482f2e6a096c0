namespace StataRuns.Grains.Tests.Storage;

/// <summary>How SQLite says that it will answer a query.</summary>
internal sealed class QueryPlan
{
    private const string Using = " INDEX ";

    private readonly Dictionary<long, (long Parent, string Text)> _steps;

    /// <param name="rows">The rows of EXPLAIN QUERY PLAN: id, parent, a column without use, text.</param>
    public QueryPlan(IEnumerable<object[]> rows) => _steps = rows.ToDictionary(row => (long)row[0], row => ((long)row[1], (string)row[3]));

    /// <summary>The indices that are searched, each once.</summary>
    public IReadOnlyList<string> Indices =>
    [
        .. Texts("SEARCH").Where(text => text.Contains(Using, StringComparison.Ordinal))
            .Select(text => text[(text.IndexOf(Using, StringComparison.Ordinal) + Using.Length)..].Split(' ')[0])
            .Distinct().Order(StringComparer.Ordinal),
    ];

    /// <summary>What is read from beginning to end.</summary>
    public IReadOnlyList<string> Scans => [.. Texts("SCAN").Select(text => text.Split(' ')[1]).Where(name => !name.StartsWith('(')).Distinct()];

    /// <summary>Indices that are made for one answer.</summary>
    public IReadOnlyList<string> Automatic => [.. Texts("").Where(text => text.Contains("AUTOMATIC", StringComparison.Ordinal))];

    /// <summary>Is something sorted that an index has in order?</summary>
    /// <param name="within">Only what is sorted for this step; null for everything.</param>
    public bool Sorts(string? within) => _steps.Any(step =>
        step.Value.Text.StartsWith("USE TEMP B-TREE", StringComparison.Ordinal) && (within is null || Above(step.Key).Contains(within)));

    public override string ToString() => string.Join('\n', _steps.Select(step => $"{step.Key} {step.Value.Parent} {step.Value.Text}"));

    private IEnumerable<string> Texts(string word) => _steps.Values.Select(step => step.Text).Where(text => text.StartsWith(word, StringComparison.Ordinal));

    private IEnumerable<string> Above(long step)
    {
        while (_steps.TryGetValue(step, out var found))
        {
            yield return found.Text;
            step = found.Parent;
        }
    }
}
