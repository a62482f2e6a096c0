using System.Globalization;
using System.Text.Json;

namespace StataRuns.Service.Tests;

/// <summary>How far a run is, as its client sees it: by time once the same commands have run before, and nothing where nothing is known.</summary>
public sealed class ProgressSpecs : IDisposable
{
    private readonly DataFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact(Timeout = 120_000)]
    public async Task A_loops_first_run_claims_nothing_and_its_second_goes_by_time_also_after_a_restart()
    {
        const string Commands = """
            set obs 5
            forvalues round = 1/40 {
                display "round `round'"
                sleep 100
            }
            display "over"
            """;
        var file = _folder.DoFile("main.do", $"* A comment that the second run will not have.\n{Commands}");
        await using (var service = await RunningService.StartAsync(_folder))
        {
            await using var client = await service.ConnectAsync("2025-11-25");
            var first = await FollowAsync(client, await client.RunFileAsync(file, ("wait", 0)));
            Assert.All(first.Where(seen => seen.Elapsed < 3.5), seen => Assert.True(seen.Percent is null or < 50, $"{seen.Percent} % at {seen.Elapsed} s of the first run"));
            Assert.Contains(first, seen => seen.Percent is null && seen.Elapsed > 1);
        }

        _folder.DoFile("main.do", Commands);
        await using (var service = await RunningService.StartAsync(_folder))
        {
            await using var client = await service.ConnectAsync("2025-11-25");
            var second = await FollowAsync(client, await client.RunFileAsync(file, ("wait", 0), ("rerun", true)));
            var length = second[^1].Elapsed;
            Assert.Contains(second, seen => seen.Percent is > 30 and < 70);

            // What this test can see of a moment is as exact as the machine is idle; the five points are held by the tests of the course itself.
            Assert.All(second.Where(seen => seen.Elapsed < length - 0.3), seen => Assert.True(
                seen.Percent is { } percent && Math.Abs(percent - (100 * seen.Elapsed / length)) < 20,
                string.Create(CultureInfo.InvariantCulture, $"{seen.Percent} % at {seen.Elapsed} s of {length} s")));
        }
    }

    private static async Task<List<(double Elapsed, double? Percent)>> FollowAsync(ModelContextProtocol.Client.McpClient client, JsonElement run)
    {
        List<(double, double?)> seen = [];
        var id = run.RunId();
        while (true)
        {
            var now = await client.SnapshotAsync("stata_run_status", ("run_id", id));
            if (now.Status() == "running" && now.GetProperty("progress") is { ValueKind: JsonValueKind.Object } progress)
            {
                seen.Add((now.GetProperty("elapsed_seconds").GetDouble(), progress.GetProperty("percent") is { ValueKind: JsonValueKind.Number } percent ? percent.GetDouble() : null));
            }
            else if (now.Status() is not ("queued" or "starting" or "running"))
            {
                Assert.Equal("succeeded", now.Status());
                Assert.Equal(100, now.GetProperty("progress").GetProperty("percent").GetDouble());
                seen.Add((now.GetProperty("elapsed_seconds").GetDouble(), 100));
                return seen;
            }

            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }
}
