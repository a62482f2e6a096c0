using System.Text.Json;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace StataRuns.Service.Tests;

/// <summary>With what a run runs: variables, whose values stay with it.</summary>
public sealed class EnvironmentSpecs : IDisposable
{
    private const string Secret = "s3cret-value-of-a-key";

    private readonly DataFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact(Timeout = 60_000)]
    public async Task A_run_gets_its_variables_and_nothing_that_is_read_of_it_has_their_values()
    {
        var file = _folder.DoFile("main.do", """
            local key : environment MYKEY
            display "length `: length local key'"
            display "and `: environment OTHER'"
            """);
        await using var service = await RunningService.StartAsync(_folder);
        await using var client = await service.ConnectAsync();

        var call = await client.CallAsync("stata_run_file", [("file_path", file), ("wait", 30), ("environment", new Dictionary<string, string> { ["OTHER"] = "another", ["MYKEY"] = Secret })]);
        var run = call.StructuredContent!.Value;
        var id = run.RunId();

        Assert.Equal("succeeded", run.Status());
        Assert.Contains($"length {Secret.Length}", run.GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.Contains("and another", run.GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.Equal(["MYKEY", "OTHER"], Names(run));
        var list = await client.CallAsync("stata_run_list", []);
        var resource = await client.ReadResourceAsync(new Uri($"stata://runs/{id}"), cancellationToken: TestContext.Current.CancellationToken);
        Assert.All(
            (string[])[JsonSerializer.Serialize(call), JsonSerializer.Serialize(list), JsonSerializer.Serialize(resource)],
            text => Assert.DoesNotContain(Secret, text, StringComparison.Ordinal));
        Assert.Empty(StoredRows.Holding(_folder, Secret));
        var kept = Path.Combine(_folder.Data, "runs", id, "environment.json");
        Assert.Contains(Secret, await File.ReadAllTextAsync(kept, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(kept));
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task Another_value_makes_another_run_and_another_label_does_not()
    {
        var file = _folder.Lines("main.do", 2_000, pauseMilliseconds: 20);
        await using var service = await RunningService.StartAsync(_folder, ["Runs:MaxConcurrent=4"]);
        await using var client = await service.ConnectAsync();

        Task<JsonElement> RunAsync(string value, string label) =>
            client.RunFileAsync(file, ("wait", 0), ("output", "none"), ("environment", new Dictionary<string, string> { ["MYKEY"] = value }), ("label", label));
        var first = await RunAsync("one", "first");
        var same = await RunAsync("one", "second");
        var other = await RunAsync("two", "third");
        var none = await client.RunFileAsync(file, ("wait", 0), ("output", "none"));

        Assert.Equal(first.RunId(), same.RunId());
        Assert.True(same.GetProperty("attached").GetBoolean());
        Assert.Equal("first", same.GetProperty("label").GetString());
        Assert.Equal(3, new[] { first, other, none }.Select(run => run.RunId()).Distinct().Count());
        Assert.Contains(first.RunId(), Notes(other), StringComparison.Ordinal);
        foreach (var run in (JsonElement[])[first, other, none])
        {
            await client.CallAsync("stata_run_cancel", [("run_id", run.RunId())]);
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task A_run_that_waits_keeps_its_variables_over_the_services_death_and_they_go_to_the_run_that_repeats_it()
    {
        var slow = _folder.Lines("slow.do", 2_000, pauseMilliseconds: 20);
        var file = _folder.DoFile("main.do", """
            local key : environment MYKEY
            display "length `: length local key'"
            """);
        string id, holder;
        await using (var service = await RunningService.StartAsync(_folder, ["Runs:MaxConcurrent=1"]))
        {
            await using var client = await service.ConnectAsync();
            holder = (await client.RunFileAsync(slow, ("wait", 0))).RunId();
            await client.UntilAsync(holder, "running");
            id = (await client.RunFileAsync(file, ("wait", 0), ("environment", new Dictionary<string, string> { ["MYKEY"] = Secret }))).RunId();
            await service.KillAsync();
        }

        await using var next = await RunningService.StartAsync(_folder, ["Runs:MaxConcurrent=1"]);
        await using var reader = await next.ConnectAsync();
        await reader.CallAsync("stata_run_cancel", [("run_id", holder)]);
        var end = await reader.EndAsync(id);
        Assert.Equal("succeeded", end.Status());
        Assert.Contains($"length {Secret.Length}\n", await reader.LogAsync(id), StringComparison.Ordinal);

        var again = await LikeAsync(reader, file, id);
        var repeated = again.StructuredContent!.Value;
        Assert.NotEqual(id, repeated.RunId());
        Assert.Equal(["MYKEY"], Names(repeated));
        Assert.Contains($"length {Secret.Length}\n", await reader.LogAsync(repeated.RunId()), StringComparison.Ordinal);

        File.Delete(Path.Combine(_folder.Data, "runs", id, "environment.json"));
        var lost = await LikeAsync(reader, file, id);
        Assert.True(lost.IsError);
        Assert.Contains("cannot be read any more", Calls.Text(lost), StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_run_whose_kept_variables_were_changed_is_not_started_with_others()
    {
        var slow = _folder.Lines("slow.do", 2_000, pauseMilliseconds: 20);
        var file = _folder.DoFile("main.do", "display 1");
        await using var service = await RunningService.StartAsync(_folder, ["Runs:MaxConcurrent=1"]);
        await using var client = await service.ConnectAsync();
        var holder = (await client.RunFileAsync(slow, ("wait", 0))).RunId();
        await client.UntilAsync(holder, "running");
        var id = (await client.RunFileAsync(file, ("wait", 0), ("environment", new Dictionary<string, string> { ["MYKEY"] = Secret }))).RunId();
        await File.WriteAllTextAsync(Path.Combine(_folder.Data, "runs", id, "environment.json"), """{"MYKEY":"another"}""", TestContext.Current.CancellationToken);

        await client.CallAsync("stata_run_cancel", [("run_id", holder)]);
        var end = await client.EndAsync(id);

        Assert.Equal("failed", end.Status());
        Assert.Contains("MYKEY", end.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal(1, _folder.Starts);
    }

    [Fact(Timeout = 60_000)]
    public async Task What_cannot_be_passed_on_is_refused_by_name_and_its_value_is_not_repeated()
    {
        var file = _folder.DoFile("main.do", "display 1");
        await using var service = await RunningService.StartAsync(_folder);
        await using var client = await service.ConnectAsync();
        (object Environment, string Says)[] wrong =
        [
            (new Dictionary<string, string> { ["1KEY"] = Secret }, "1KEY"),
            (new Dictionary<string, string> { ["MY KEY"] = Secret }, "MY KEY"),
            (new Dictionary<string, string> { ["STATARUNS_ATTEMPT"] = Secret }, "service's own"),
            (new Dictionary<string, string> { ["dotnet_gcServer"] = Secret }, "service's own"),
            (new Dictionary<string, string> { ["MYKEY"] = Secret + "\0" }, "NUL"),
            (new Dictionary<string, string> { ["MYKEY"] = Secret + new string('x', 70_000) }, "at most 65,536"),
            (new Dictionary<string, object> { ["MYKEY"] = new[] { Secret } }, "MYKEY"),
            (new[] { Secret }, "an object of names with strings"),
            (Secret, "an object of names with strings"),
        ];
        foreach (var (environment, says) in wrong)
        {
            var answer = await client.CallAsync("stata_run_file", [("file_path", file), ("environment", environment)]);

            Assert.True(answer.IsError);
            Assert.Contains(says, Calls.Text(answer), StringComparison.Ordinal);
            Assert.DoesNotContain(Secret, Calls.Text(answer), StringComparison.Ordinal);
        }

        Assert.Equal(0, _folder.Starts);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_new_run_names_the_older_ones_of_its_file_that_are_still_active()
    {
        var file = _folder.Lines("main.do", 2_000, pauseMilliseconds: 20);
        await using var service = await RunningService.StartAsync(_folder, ["Runs:MaxConcurrent=1"]);
        await using var client = await service.ConnectAsync();
        Task<JsonElement> RunAsync(string argument) => client.RunFileAsync(file, ("wait", 0), ("output", "none"), ("arguments", new[] { argument }));
        var first = await RunAsync("1");
        Assert.Empty(first.GetProperty("notes").EnumerateArray());
        await client.UntilAsync(first.RunId(), "running");
        var second = await RunAsync("2");
        Assert.Contains($"{first.RunId()} (running, started", Notes(second), StringComparison.Ordinal);
        Assert.Contains("stata_run_cancel", Notes(second), StringComparison.Ordinal);

        var third = await RunAsync("3");
        Assert.Contains($"{second.RunId()} (queued, submitted", Notes(third), StringComparison.Ordinal);
        await RunAsync("4");
        var fifth = await RunAsync("5");
        Assert.Equal(4, fifth.GetProperty("notes").GetArrayLength());
        Assert.Contains("And 1 more", Notes(fifth), StringComparison.Ordinal);

        // Kept: it was so when it was submitted.
        await client.CallAsync("stata_run_cancel", [("run_id", first.RunId())]);
        Assert.Contains(first.RunId(), Notes(await client.SnapshotAsync("stata_run_status", ("run_id", second.RunId()))), StringComparison.Ordinal);
        var list = await client.SnapshotAsync("stata_run_list");
        foreach (var run in list.GetProperty("runs").EnumerateArray().Where(run => run.Status() is "queued" or "starting" or "running").ToList())
        {
            await client.CallAsync("stata_run_cancel", [("run_id", run.RunId())]);
        }

        Assert.Empty((await RunAsync("6")).GetProperty("notes").EnumerateArray());
        await client.CallAsync("stata_run_cancel", [("run_id", (await RunAsync("6")).RunId())]);
    }

    private static async Task<CallToolResult> LikeAsync(McpClient client, string file, string earlier) => await client.CallToolAsync(
        "stata_run_file",
        new Dictionary<string, object?> { ["file_path"] = file, ["wait"] = 30, ["rerun"] = true },
        options: new RequestOptions { Meta = new() { ["stataruns/environment_of"] = earlier } },
        cancellationToken: TestContext.Current.CancellationToken);

    private static IEnumerable<string?> Names(JsonElement run) => run.GetProperty("environment").EnumerateArray().Select(name => name.GetString());

    private static string Notes(JsonElement run) => string.Join('\n', run.GetProperty("notes").EnumerateArray().Select(note => note.GetString()));
}
