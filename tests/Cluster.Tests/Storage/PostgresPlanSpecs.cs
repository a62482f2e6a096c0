using System.Text.RegularExpressions;
using Npgsql;
using StataRuns.Storage;

namespace StataRuns.Cluster.Tests.Storage;

/// <summary>
/// Each query is answered by the indices that were made for it, whether the server plans it for its values or for any (as it may do
/// with a statement that is used often), and none reads a table of runs, states or output from beginning to end. A query without an
/// expectation is a failure: whoever adds one says here how it is answered.
/// </summary>
[Collection(MillionRunsGroup.Name)]
public sealed partial class PostgresPlanSpecs(MillionRuns runs)
{
    private static readonly string[] Large = ["runs", "run_output", "orleansstorage"];

    private static readonly Dictionary<string, string> Values = new()
    {
        ["host"] = "'lab1'", ["owner"] = "'ann'", ["run_id"] = "'01000000000000000000500001.lab1'", ["fingerprint"] = "'01000000000000000000500001.lab1'",
        ["limit"] = "21", ["look"] = "5000", ["before"] = "1700000900000", ["statuses"] = """'["failed","running"]'""", ["away"] = """'["lab1"]'""",
        ["here"] = """'["queued","failed"]'""", ["gone"] = """'["failed"]'""", ["file_path"] = "'/p/7.do'", ["since"] = "1700999000000",
        ["before_time"] = "1700500000000", ["before_id"] = "'01000000000000000000500000.lab0'", ["after_time"] = "1700500000000",
        ["after_id"] = "'01000000000000000000500000.lab0'", ["call_key"] = "'call'", ["paths"] = """'["/p/7.do","/p/8.do"]'""", ["source"] = "'log'",
        ["chunk"] = "7", ["bytes"] = "'x'", ["first"] = "3", ["last"] = "9", ["graph"] = "'Graph'", ["now"] = "1700000000000", ["draining"] = "true",
        ["folder_id"] = "'f'", ["part"] = "'500001'",
    };

    private static readonly Dictionary<string, Expectation[]> Expected = new()
    {
        ["active_of_file"] = [new(["runs_active_file"])],
        ["active_on_host"] = [new(["runs_active_host"], Sorts: 1)],
        ["active_run"] = [new(["runs_active_fingerprint"])],
        ["delete_chunks"] = [new(["run_output_pkey"])],
        ["drain_host"] = [new(null)],
        ["due_runs"] = [new(["runs_deleted_host"]), new(["runs_deleted_host", "runs_ended_host"], Given: ["before"])],
        ["files_in_use"] = [new(["runs_file"])],
        ["find_run"] = [new(["runs_active_host", "runs_pkey"])],
        ["forget_sessions"] = [new(["orleansstorage_sessions"], Values: new() { ["before"] = "now() - interval '9 days'" })],
        ["host_names"] = [new(null, Sorts: 1)],
        ["is_draining"] = [new(null)],
        ["last_queue_seq"] = [new(["runs_host_queue_seq"])],

        // What is sorted are rows of a page, or of as many pages as there are statuses.
        ["list_runs"] =
        [
            new(["runs_active_host", "runs_owner"], Sorts: 3),
            new(["runs_active_host", "runs_owner"], Sorts: 3, Given: ["since"]),
            new(["runs_active_host", "runs_owner"], Sorts: 3, Given: ["before_id"]),
            new(["runs_active_host", "runs_owner_status"], Sorts: 4, Given: ["statuses"]),
            new(["runs_active_host", "runs_owner_status"], Sorts: 4, Given: ["statuses", "before_id"]),
            new(["runs_active_host", "runs_owner_status"], Sorts: 4, Given: ["away", "here", "gone"]),
            new(["runs_active_host", "runs_owner_file"], Sorts: 3, Given: ["file_path"]),

            // A search reads the words of as many runs as it may, and counts no places.
            new(["runs_owner", "runs_pkey"], Sorts: 2, Given: ["look"]),
            new(["runs_owner", "runs_pkey"], Sorts: 2, Given: ["look", "before_id"]),
            new(["runs_owner_status", "runs_pkey"], Sorts: 3, Given: ["look", "statuses"]),
            new(["runs_owner_status", "runs_pkey"], Sorts: 3, Given: ["look", "away", "here", "gone"]),
        ],
        ["mark_copied"] = [new(["runs_pkey"])],
        ["newest_ended_run"] = [new(["runs_finished_fingerprint"])],
        ["oldest_end"] = [new(["runs_ended_host"])],
        ["register_host"] = [new(null)],
        ["run_is_there"] = [new(["runs_pkey"])],
        ["run_of_call"] = [new(["runs_call_key"])],
        ["runs_named"] = [new(["runs_owner", "runs_pkey"], Sorts: 1)],
        ["runs_to_copy"] = [new(["runs_to_copy"], Sorts: 1)],
        ["see_host"] = [new(null)],
        ["store_chunk"] = [new(null)],
        ["stored_chunks"] = [new(["run_output_pkey"])],
        ["stored_length"] = [new(["run_output_pkey"])],
        ["stored_output"] = [new(["run_output_pkey", "runs_pkey"]), new(["run_output_pkey", "runs_pkey"], Given: ["graph"])],
    };

    [Fact(Timeout = 20_000)]
    public Task Every_query_has_an_expectation()
    {
        Assert.Equal(Queries.Order(StringComparer.Ordinal), Expected.Keys.Order(StringComparer.Ordinal));
        return Task.CompletedTask;
    }

    [Fact(Timeout = 240_000)]
    public async Task Every_query_is_answered_by_its_indices()
    {
        await using var connection = await runs.Database.Source.OpenConnectionAsync(TestContext.Current.CancellationToken);
        List<string> wrong = [];
        foreach (var (name, each) in Expected)
        {
            foreach (var expected in each)
            {
                foreach (var mode in (string[])["force_custom_plan", "force_generic_plan"])
                {
                    var plan = await ExplainAsync(connection, mode, SqlText.OnlyGiven(runs.Database.Sql.Query(name), expected.Given ?? []), expected.Values ?? []);
                    var found = $"indices {string.Join(' ', plan.Indices)}, scans {string.Join(' ', plan.Scanned)}, sorts {plan.Sorts}";
                    if (plan.Scanned.Intersect(Large).Any()
                        || expected.Indices is { } indices && !plan.Indices.SequenceEqual(indices.Order(StringComparer.Ordinal))
                        || plan.Sorts > expected.Sorts)
                    {
                        wrong.Add($"{name} ({string.Join(' ', expected.Given ?? [])}), {mode}: {found}");
                    }
                }
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact(Timeout = 60_000)]
    public async Task Grain_states_are_found_by_their_key()
    {
        await using var connection = await runs.Database.Source.OpenConnectionAsync(TestContext.Current.CancellationToken);
        foreach (var key in (string[])["ReadFromStorageKey", "ClearStorageKey", "DeleteStorageKey"])
        {
            var text = await runs.Database.ScalarAsync<string>($"SELECT QueryText FROM OrleansQuery WHERE QueryKey = '{key}'");
            var plan = await ExplainAsync(connection, "force_generic_plan", text, new()
            {
                ["GrainIdHash"] = "7", ["GrainIdN0"] = "0", ["GrainIdN1"] = "0", ["GrainTypeHash"] = "7", ["GrainTypeString"] = "'run'",
                ["GrainIdExtensionString"] = "'7'", ["ServiceId"] = "'stataruns'", ["GrainStateVersion"] = "1", ["PayloadBinary"] = "'x'",
            });
            Assert.Empty(plan.Scanned);
            Assert.Equal(["orleansstorage_pkey"], plan.Indices);
        }
    }

    private static IEnumerable<string> Queries
    {
        get
        {
            const string Folder = "sql/postgresql/queries/";
            return typeof(SqlText).Assembly.GetManifestResourceNames()
                .Where(name => name.StartsWith(Folder, StringComparison.Ordinal))
                .Select(name => name[Folder.Length..^".sql".Length]);
        }
    }

    private static async Task<PostgresPlan> ExplainAsync(NpgsqlConnection connection, string mode, string text, Dictionary<string, string> values)
    {
        List<string> names = [];
        var numbered = Parameter().Replace(text, match =>
        {
            var name = match.Groups[1].Value;
            if (!names.Contains(name))
            {
                names.Add(name);
            }

            return $"${names.IndexOf(name) + 1}";
        });
        var given = names.Count == 0 ? "" : $"({string.Join(", ", names.Select(name => values.TryGetValue(name, out var own) ? own : Values[name]))})";
#pragma warning disable CA2100 // the project's own queries
        await using var command = new NpgsqlCommand(
            $"SET plan_cache_mode = {mode}; PREPARE asked AS {numbered}; EXPLAIN (FORMAT JSON) EXECUTE asked{given}; DEALLOCATE asked", connection);
#pragma warning restore CA2100
        await using var reader = await command.ExecuteReaderAsync();
        Assert.True(await reader.ReadAsync());
        return new PostgresPlan(reader.GetString(0));
    }

    [GeneratedRegex("@([A-Za-z_][A-Za-z_0-9]*)", RegexOptions.CultureInvariant)]
    private static partial Regex Parameter();

    /// <summary>How a query is to be answered.</summary>
    /// <param name="Indices">By these; null where a table is so small that it does not matter.</param>
    /// <param name="Sorts">It sorts so often at most.</param>
    /// <param name="Given">The parameters that it is given of those that can be left out.</param>
    /// <param name="Values">Values of its own.</param>
    private sealed record Expectation(string[]? Indices, int Sorts = 0, string[]? Given = null, Dictionary<string, string>? Values = null);
}
