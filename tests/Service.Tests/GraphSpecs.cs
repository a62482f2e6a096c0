using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace StataRuns.Service.Tests;

/// <summary>What a run leaves behind to look at, as its user's client sees it.</summary>
public sealed class GraphSpecs : IDisposable
{
    // A program in Stata's place, in the attempt's folder, with all that may lie beside a graph.
    private const string Drawing = """
        #!/bin/sh
        echo "$STATARUNS_ATTEMPT" > begun
        echo ". scatter y x" > output.log
        mkdir graphs
        printf '<svg>fit</svg>' > graphs/fit.svg
        printf '<svg/>' > graphs/Graph.svg
        ln -s ../job.json graphs/stolen.svg
        mkfifo graphs/pipe.svg
        printf 'png' > graphs/fit.png
        echo "$STATARUNS_ATTEMPT 0 end" > result
        """;

    private readonly DataFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory(Timeout = 60_000), InlineData("2025-11-25"), InlineData("2026-07-28")]
    public async Task A_runs_graphs_are_told_listed_and_read_and_outlive_the_service(string revision)
    {
        string[] settings = [$"Stata:Path={_folder.Program("stata", Drawing)}"];
        string runId;
        await using (var service = await RunningService.StartAsync(_folder, settings))
        {
            await using var client = await service.ConnectAsync(revision);
            var run = await client.RunFileAsync(_folder.DoFile("main.do", "scatter y x"), ("wait", 30));
            runId = run.RunId();
            Assert.Equal("succeeded", run.Status());
            Assert.Contains("2 graphs: Graph, fit", run.GetProperty("text").GetString(), StringComparison.Ordinal);
            Assert.Equal(["Graph", "fit"], run.GetProperty("graphs").EnumerateArray().Select(graph => graph.GetProperty("name").GetString()));
            await service.KillAsync();
        }

        await using var next = await RunningService.StartAsync(_folder, settings);
        await using var reader = await next.ConnectAsync(revision);
        var resources = await reader.ListResourcesAsync(cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(
            [$"stata://runs/{runId}", $"stata://runs/{runId}/log", $"stata://runs/{runId}/graphs/Graph", $"stata://runs/{runId}/graphs/fit"],
            resources.Select(resource => resource.Uri));
        Assert.Equal("<svg>fit</svg>", await ReadAsync(reader, $"stata://runs/{runId}/graphs/fit"));
        Assert.Equal(". scatter y x\n", await ReadAsync(reader, $"stata://runs/{runId}/log"));
        Assert.Contains("\"succeeded\"", await ReadAsync(reader, $"stata://runs/{runId}"), StringComparison.Ordinal);
        await Assert.ThrowsAsync<McpProtocolException>(() => ReadAsync(reader, $"stata://runs/{runId}/graphs/stolen"));
    }

    [Fact(Timeout = 60_000)]
    public async Task What_a_do_file_drew_is_a_picture_to_look_at()
    {
        var file = _folder.DoFile("main.do", """
            set obs 20
            generate x = _n
            generate y = x^2
            scatter y x, name(fit)
            histogram y
            """);
        await using var service = await RunningService.StartAsync(_folder);
        await using var client = await service.ConnectAsync();

        var run = await client.RunFileAsync(file, ("wait", 50));

        Assert.Equal("succeeded", run.Status());
        Assert.Equal(["Graph", "fit"], run.GetProperty("graphs").EnumerateArray().Select(graph => graph.GetProperty("name").GetString()));
        foreach (var graph in run.GetProperty("graphs").EnumerateArray())
        {
            var svg = System.Xml.Linq.XDocument.Parse(await ReadAsync(client, graph.GetProperty("uri").GetString()!));
            Assert.Equal("svg", svg.Root!.Name.LocalName);
            Assert.NotEmpty(svg.Root.Elements());
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task A_client_that_subscribed_to_a_run_is_told_of_its_end()
    {
        var file = _folder.Lines("main.do", 20, pauseMilliseconds: 50);
        await using var service = await RunningService.StartAsync(_folder);
        await using var client = await service.ConnectAsync("2025-11-25");
        var run = await client.RunFileAsync(file, ("wait", 0));
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var subscription = await client.SubscribeToResourceAsync(
            new Uri($"stata://runs/{run.RunId()}"),
            async (updated, _) =>
            {
                var status = (await client.SnapshotAsync("stata_run_status", ("run_id", run.RunId()))).Status();
                if (updated.Uri == $"stata://runs/{run.RunId()}" && status == "succeeded")
                {
                    ended.TrySetResult();
                }
            },
            cancellationToken: TestContext.Current.CancellationToken);

        await ended.Task.WaitAsync(TestContext.Current.CancellationToken);
    }

    private static async Task<string> ReadAsync(McpClient client, string uri)
    {
        var read = await client.ReadResourceAsync(new Uri(uri), cancellationToken: TestContext.Current.CancellationToken);
        return Assert.IsType<TextResourceContents>(Assert.Single(read.Contents)).Text;
    }
}
