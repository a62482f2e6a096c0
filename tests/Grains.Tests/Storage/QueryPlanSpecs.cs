using System.Text.RegularExpressions;
using StataRuns.Storage;

namespace StataRuns.Grains.Tests.Storage;

/// <summary>
/// Each query is answered by the indices that were made for it, reads no table from beginning to end, and sorts nothing that an index
/// has in order. A query without an expectation is a failure: whoever adds one says here how it is answered.
/// </summary>
public sealed partial class QueryPlanSpecs : IDisposable
{
    private const string RunsById = "sqlite_autoindex_runs_1";
    private const string StorageByKey = "sqlite_autoindex_OrleansStorage_1";

    private static readonly string[] Filters = ["statuses", "away", "file_path", "since", "before_id"];

    private static readonly Dictionary<string, Expectation[]> Expected = new()
    {
        ["active_on_host"] = [new(["runs_active_host"])],

        // What is put in order are the few that were found.
        ["active_of_file"] = [new(["runs_owner_file"], Scans: ["found"], SortsOutside: "MATERIALIZE found")],
        ["active_run"] = [new(["runs_active_fingerprint"])],
        ["due_runs"] = [new(["runs_deleted_host"]), new(["runs_deleted_host", "runs_ended_host"], Given: ["before"])],
        ["files_in_use"] = [new(["runs_standard_input"], Scans: ["file"])],
        ["find_run"] = [new(["runs_active_host", RunsById, "storage_runs"])],
        ["last_queue_seq"] = [new(["runs_host_queue_seq"])],

        // A page is put in order and numbered after it was cut, at most two hundred rows of it.
        ["list_runs"] =
        [
            .. Subsets(Filters).Select(given => new Expectation(
                ["runs_active_host", given.Contains("file_path") ? "runs_owner_file" : "runs_owner_status", "storage_runs"],
                Scans: given.Contains("away") ? ["json_each", "page", "ordered", "placed"] : ["page", "ordered", "placed"],
                SortsOutside: "MATERIALIZE page",
                Given: given)),

            // A search reads the words of as many runs as it may, in the list's order, and counts no places.
            .. Subsets(Filters).Select(given => new Expectation(
                [given.Contains("file_path") ? "runs_owner_file" : "runs_owner_status", "storage_runs"],
                Scans: given.Contains("away") ? ["json_each", "page"] : ["page"],
                SortsOutside: "MATERIALIZE page",
                Given: [.. given, "look"])),
        ],
        ["oldest_end"] = [new(["runs_ended_host"])],
        ["run_of_call"] = [new(["runs_call_key"])],

        // All ids are read through, in their index; the rows are those of the few that fit.
        ["runs_named"] = [new([], Scans: ["runs"])],
        ["newest_ended_run"] = [new(["runs_finished_fingerprint"])],

        // Orleans' own.
        ["ClearStorageKey"] = [new([StorageByKey])],
        ["DeleteStorageKey"] = [new([StorageByKey])],
        ["ReadFromStorageKey"] = [new([StorageByKey])],
        ["WriteToStorageKey"] = [new([StorageByKey], Scans: ["CONSTANT"])],
    };

    private readonly Database _database = new();

    public void Dispose() => _database.Dispose();

    [Fact(Timeout = 20_000)]
    public Task Every_query_has_an_expectation()
    {
        Assert.Equal(Queries().Keys.Order(StringComparer.Ordinal), Expected.Keys.Order(StringComparer.Ordinal));
        return Task.CompletedTask;
    }

    [Fact(Timeout = 20_000)]
    public Task Every_query_is_answered_by_its_indices()
    {
        foreach (var (name, text) in Queries())
        {
            foreach (var expected in Expected[name])
            {
                var given = expected.Given ?? [];
                var plan = Explain(SqlText.OnlyGiven(text, given));
                var what = $"{name} ({string.Join(", ", given)}):\n{plan}";
                Assert.True(expected.Indices.Order(StringComparer.Ordinal).SequenceEqual(plan.Indices), what);
                Assert.True((expected.Scans ?? []).Order(StringComparer.Ordinal).SequenceEqual(plan.Scans.Order(StringComparer.Ordinal)), what);
                Assert.True(plan.Automatic.Count == 0, what);
                Assert.False(expected.SortsOutside is { } page ? plan.Sorts(page) : plan.Sorts(null), what);
            }
        }

        return Task.CompletedTask;
    }

    [Fact(Timeout = 20_000)]
    public Task A_query_without_its_index_is_noticed()
    {
        _database.Execute("DROP INDEX runs_active_host; DROP INDEX runs_ended_host");

        // By the order's index instead of the condition's: every run ever made is read, and nothing is sorted.
        Assert.Equal(["runs_host_queue_seq"], Explain(Queries()["active_on_host"]).Indices);
        Assert.True(Explain(Queries()["oldest_end"]).Sorts(null));
        Assert.Equal(["runs"], Explain("SELECT * FROM runs WHERE attempt = 7").Scans);
        Assert.NotEmpty(Explain("SELECT * FROM runs AS one JOIN runs AS other ON one.attempt = other.attempt").Automatic);
        return Task.CompletedTask;
    }

    private Dictionary<string, string> Queries()
    {
        const string Folder = "sql/sqlite/queries/";
        var ours = typeof(SqlText).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Folder, StringComparison.Ordinal))
            .Select(name => name[Folder.Length..^".sql".Length])
            .Select(name => (Name: name, Text: _database.Sql.Query(name)));
        var orleans = _database.Rows("SELECT QueryKey, QueryText FROM OrleansQuery").Select(row => (Name: (string)row[0], Text: (string)row[1]));
        return ours.Concat(orleans).ToDictionary(query => query.Name, query => query.Text);
    }

    private QueryPlan Explain(string text)
    {
        using var connection = _database.Source.OpenConnection();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // the queries are the product's own
        command.CommandText = "EXPLAIN QUERY PLAN " + text;
#pragma warning restore CA2100
        foreach (var name in Parameter().Matches(text).Select(match => match.Value).Distinct())
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, "[]");
            command.Parameters.Add(parameter);
        }

        using var reader = command.ExecuteReader();
        List<object[]> rows = [];
        while (reader.Read())
        {
            var row = new object[4];
            reader.GetValues(row);
            rows.Add(row);
        }

        return new QueryPlan(rows);
    }

    private static IEnumerable<string[]> Subsets(string[] all) =>
        Enumerable.Range(0, 1 << all.Length).Select(bits => all.Where((_, i) => (bits >> i & 1) != 0).ToArray());

    [GeneratedRegex("@[A-Za-z_0-9]+", RegexOptions.CultureInvariant)]
    private static partial Regex Parameter();

    /// <summary>How a query is to be answered.</summary>
    /// <param name="Indices">By these, and all of them.</param>
    /// <param name="Scans">What it reads whole, none of which is a table.</param>
    /// <param name="SortsOutside">It may sort, but not to make this.</param>
    /// <param name="Given">The parameters that it is given of those that can be left out.</param>
    private sealed record Expectation(string[] Indices, string[]? Scans = null, string? SortsOutside = null, string[]? Given = null);
}
