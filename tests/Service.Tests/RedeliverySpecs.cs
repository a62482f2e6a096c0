using System.Net.Http.Headers;
using ModelContextProtocol.Client;

namespace StataRuns.Service.Tests;

/// <summary>
/// A call that is repeated after its run ended gets that run's result only if nobody has got it yet and nothing that the run read can
/// have changed since. An old number taken for a new one is the worst error that there is.
/// </summary>
public sealed class RedeliverySpecs : IDisposable
{
    private readonly DataFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task A_result_that_was_never_delivered_comes_with_the_repeated_call_once_and_says_so()
    {
        var file = _folder.DoFile("main.do", "display 1");
        await using var service = await RunningService.StartAsync(_folder);
        await using var client = await service.ConnectAsync();
        var first = await EndsUnseenAsync(client, file);

        var answer = await client.RunFileAsync(file, ("wait", 30));
        var text = answer.GetProperty("text").GetString()!;
        var next = await client.RunFileAsync(file, ("wait", 30));

        Assert.Equal(first, answer.RunId());
        Assert.Matches(@"result of the run that ended (just now|\d+ (s|min) ago); it had not been delivered to you\. rerun: true runs it again", text.Split('\n')[0]);
        Assert.False(answer.GetProperty("attached").GetBoolean());
        Assert.NotEqual(first, next.RunId());
        Assert.Equal(2, _folder.Starts);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_rerun_ignores_a_finished_run_and_of_two_the_newer_one_alone_is_delivered()
    {
        var file = _folder.DoFile("main.do", "display 1");
        await using var service = await RunningService.StartAsync(_folder);
        await using var client = await service.ConnectAsync();
        var first = await EndsUnseenAsync(client, file);
        var second = await client.RunFileAsync(file, ("wait", 30), ("rerun", true));

        // The first one was never delivered, but what its caller has seen is newer.
        var third = await client.RunFileAsync(file, ("wait", 30));

        Assert.Equal(3, new[] { first, second.RunId(), third.RunId() }.Distinct().Count());
        Assert.Equal(3, _folder.Starts);
    }

    public static TheoryData<string> Ways =>
        ["stata_run_attach", "stata_run_status", "stata_run_output", "stata_run_cancel", "stata_run_list", "resource", "log resource", "/snapshot", "/log", "/log?follow=1", "/runs"];

    [Theory(Timeout = 60_000), MemberData(nameof(Ways))]
    public async Task What_was_seen_in_any_way_is_not_delivered_again(string way)
    {
        var file = _folder.DoFile("main.do", "display 1");
        await using var service = await RunningService.StartAsync(_folder);
        await using var client = await service.ConnectAsync();
        var first = await EndsUnseenAsync(client, file);

        await SeeAsync(service, client, way, first);
        var second = await client.RunFileAsync(file, ("wait", 30));

        Assert.NotEqual(first, second.RunId());
        Assert.DoesNotContain("had not been delivered", second.GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.Equal(2, _folder.Starts);
    }

    public static TheoryData<string> Changes =>
        ["nothing", "data", "data elsewhere", "data by a macro", "data by number", "included", "nested", "ado", "added", "taken away", "same length and time", "do-file"];

    [Theory(Timeout = 60_000), MemberData(nameof(Changes))]
    public async Task What_a_run_may_have_read_was_changed_since_its_end_so_it_runs_again(string change)
    {
        // A folder for each, so that none is looked at for the sake of another.
        string Folder(string name) => Directory.CreateDirectory(Path.Combine(_folder.Work, name)).FullName;
        var elsewhere = Directory.CreateDirectory(_folder.Work + "-elsewhere").FullName;
        string[] data = [Path.Combine(_folder.Work, "d.csv"), Path.Combine(elsewhere, "d.csv"), Path.Combine(Folder("macro"), "d.csv"), Path.Combine(Folder("waves"), "wave1.csv")];
        foreach (var path in data)
        {
            await File.WriteAllTextAsync(path, "x,y\n1,2\n", Cancellation);
        }

        var included = Path.Combine(Folder("parts"), "part.do");
        await File.WriteAllTextAsync(included, "display 2\n", Cancellation);
        var nested = Path.Combine(Folder("nested"), "nested.do");
        await File.WriteAllTextAsync(nested, "display 3\n", Cancellation);
        var ado = Path.Combine(Folder("lib"), "mine.ado");
        await File.WriteAllTextAsync(ado, "program mine\n    display 4\nend\n", Cancellation);
        var file = _folder.DoFile("main.do", $$"""
            import delimited d.csv, clear
            import delimited "{{elsewhere}}/d.csv", clear
            local folder macro
            import delimited "`folder'/d.csv", clear
            forvalues w = 1/1 {
                import delimited "waves/wave`w'.csv", clear
            }
            include parts/part.do
            do "{{nested}}"
            capture adopath + lib
            """);
        await using var service = await RunningService.StartAsync(_folder);
        await using var client = await service.ConnectAsync();
        var first = await EndsUnseenAsync(client, file);

        switch (change)
        {
            case "data":
                await File.WriteAllTextAsync(data[0], "x,y\n1,3\n", Cancellation);
                break;
            case "data elsewhere":
                await File.WriteAllTextAsync(data[1], "x,y\n1,3\n", Cancellation);
                break;
            case "data by a macro":
                await File.WriteAllTextAsync(data[2], "x,y\n1,3\n", Cancellation);
                break;
            case "data by number":
                await File.WriteAllTextAsync(data[3], "x,y\n1,3\n", Cancellation);
                break;
            case "included":
                await File.AppendAllTextAsync(included, "display 20\n", Cancellation);
                break;
            case "nested":
                await File.AppendAllTextAsync(nested, "display 30\n", Cancellation);
                break;
            case "ado":
                await File.AppendAllTextAsync(ado, "* changed\n", Cancellation);
                break;
            case "added":
                await File.WriteAllTextAsync(Path.Combine(elsewhere, "new.csv"), "x\n", Cancellation);
                break;
            case "taken away":
                File.Delete(data[1]);
                break;
            case "same length and time":
                var time = File.GetLastWriteTimeUtc(data[0]);
                await File.WriteAllTextAsync(data[0], "x,y\n9,9\n", Cancellation);
                File.SetLastWriteTimeUtc(data[0], time);
                break;
            case "do-file":
                await File.AppendAllTextAsync(file, "display 5\n", Cancellation);
                break;
        }

        var second = await client.RunFileAsync(file, ("wait", 30));

        Assert.Equal(change == "nothing", first == second.RunId());
        Assert.Equal(change == "nothing", second.GetProperty("text").GetString()!.Contains("had not been delivered", StringComparison.Ordinal));
        Assert.Equal(change == "nothing" ? 1 : 2, _folder.Starts);
    }

    [Fact(Timeout = 60_000)]
    public async Task Nothing_changed_beside_the_inputs_keeps_no_result_from_its_caller()
    {
        var elsewhere = Directory.CreateDirectory(_folder.Work + "-elsewhere").FullName;
        var file = _folder.DoFile("main.do", "display 1");
        await using var service = await RunningService.StartAsync(_folder);
        await using var client = await service.ConnectAsync();
        var first = await EndsUnseenAsync(client, file);

        await File.WriteAllTextAsync(Path.Combine(elsewhere, "d.csv"), "x\n", Cancellation);
        Directory.CreateDirectory(Path.Combine(_folder.Work, "a-folder"));
        var second = await client.RunFileAsync(file, ("wait", 30));

        Assert.Equal(first, second.RunId());
    }

    private static async Task SeeAsync(RunningService service, McpClient client, string way, string run)
    {
        switch (way)
        {
            case "stata_run_list":
                await client.CallAsync(way, []);
                return;
            case "resource":
                await client.ReadResourceAsync(new Uri($"stata://runs/{run}"), cancellationToken: Cancellation);
                return;
            case "log resource":
                await client.ReadResourceAsync(new Uri($"stata://runs/{run}/log"), cancellationToken: Cancellation);
                return;
        }

        if (!way.StartsWith('/'))
        {
            await client.CallAsync(way, [("run_id", run)]);
            return;
        }

        using var http = new HttpClient { DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", service.Token) } };
        await http.GetStringAsync(new Uri(service.Url + (way == "/runs" ? way : $"/runs/{run}{way}")), Cancellation);
    }

    /// <summary>Runs it to its end without a word of that to its caller: the database is asked, and not the service.</summary>
    private async Task<string> EndsUnseenAsync(McpClient client, string file)
    {
        var run = (await client.RunFileAsync(file, ("wait", 0))).RunId();
        await Eventually.TrueAsync(() => StoredRows.Status(_folder, run) == "succeeded", "the run has succeeded");
        return run;
    }
}
