using System.Net;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using StataRuns.Clients.Tests.Clients;
using StataRuns.Cluster.Tests.Stage;

namespace StataRuns.Cluster.Tests.Deploy;

/// <summary>What <c>docker-compose.yml</c> describes works, from the proxy to the run.</summary>
public sealed class ComposedClusterSpecs(SharedComposedCluster shared) : IClassFixture<SharedComposedCluster>, IAsyncLifetime
{
    private static int _files;

    private ComposedCluster Cluster { get; set; } = null!;

    public async ValueTask InitializeAsync() => Cluster = await shared.GetAsync();

    public ValueTask DisposeAsync()
    {
        shared.TellIfFailed();
        return ValueTask.CompletedTask;
    }

    [Fact(Timeout = 240_000)]
    public async Task A_run_goes_through_the_proxy_with_its_owners_key_and_its_progress_comes_while_it_runs()
    {
        var file = Held();
        await using var client = await ConnectAsync();
        var progress = new Heard();
        var call = client.CallAsync("stata_run_file", [("file_path", file.Path), ("wait", 120), ("output", "full")], progress);
        await progress.FirstAsync(); // the run is held: a proxy that kept it back would keep it for ever
        file.Open();
        var result = await call;

        var snapshot = result.StructuredContent!.Value;
        Assert.Equal("succeeded", snapshot.Status());
        Assert.Equal("ann", snapshot.GetProperty("owner").GetString());
        file.IsWhole(Calls.Text(result));
        Assert.Equal(1, file.Starts);
    }

    [Theory(Timeout = 240_000)]
    [InlineData(null)]
    [InlineData("sr_a-key-of-nobody-in-this-cluster-at-all")]
    public async Task Whoever_has_no_key_is_turned_away(string? key)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"{Cluster.Url}/mcp"));
        request.Headers.Authorization = key is null ? null : new("Bearer", key);
        using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact(Timeout = 240_000)]
    public async Task A_gateway_may_go_and_the_proxy_asks_the_other()
    {
        Assert.SkipUnless(ComposedCluster.HasProxy, "nginx is not here.");
        var file = Held();
        await using var client = await ConnectAsync();
        var run = (await client.RunFileAsync(file.Path, ("wait", 0))).RunId();
        Assert.Equal(0, await Cluster["gateway1"].StopAsync());
        try
        {
            file.Open();
            await using var other = await ConnectAsync();
            Assert.Equal("succeeded", (await other.EndAsync(run)).Status());
        }
        finally
        {
            Cluster["gateway1"].Launch();
            await Cluster["gateway1"].HealthyAsync();
        }
    }

    [Fact(Timeout = 240_000)]
    public async Task A_run_goes_on_when_its_silo_is_killed_in_its_container_and_nothing_is_left_of_it_there()
    {
        var file = Held();
        await using var client = await ConnectAsync();
        var run = (await client.RunFileAsync(file.Path, ("wait", 0), ("host", "lab1"))).RunId();
        await file.HasBegunAsync();

        var keeper = Cluster["lab1"].First;
        var silo = Silo(keeper)!.Value;
        await IpTool.RunProgramAsync("kill", "-KILL", $"{silo}");
        await Eventually.TrueAsync(() => Task.FromResult(Silo(keeper) is { } next && next != silo), "another silo is there", seconds: 30);
        file.Open();
        await Cluster["lab1"].HealthyAsync();

        Assert.Equal("succeeded", (await client.EndAsync(run)).Status());
        file.IsWhole(await client.LogAsync(run));
        Assert.Equal(1, file.Starts);
        await Eventually.TrueAsync(
            () => Task.FromResult(ProcessTree.Children(keeper).Count == 1), "the runner that had lost its silo is buried", seconds: 30);
    }

    [Fact(Timeout = 240_000)]
    public async Task A_silo_is_drained_by_its_own_container_and_takes_runs_again_when_that_is_undone()
    {
        await using var client = await ConnectAsync();
        await DrainAsync("--wait");
        var refused = Calls.Text(await client.CallAsync("stata_run_file", [("file_path", Held().Path), ("wait", 0), ("host", "lab1")]));
        await DrainAsync("--undo");
        Assert.Contains("no new runs", refused, StringComparison.Ordinal);

        var file = Held();
        var run = (await client.RunFileAsync(file.Path, ("wait", 0), ("host", "lab1"))).RunId();
        file.Open();
        Assert.Equal("succeeded", (await client.EndAsync(run)).Status());

        async Task DrainAsync(string option)
        {
            var (isDone, said) = await Cluster["lab1"].BesideAsync(Built.Silo, "drain", option);
            Assert.True(isDone, said);
        }
    }

    [Fact(Timeout = 240_000)]
    public async Task The_end_of_a_silos_container_is_the_end_of_its_runs_and_nobody_guesses_how_they_ended()
    {
        var file = Held();
        await using var client = await ConnectAsync();
        var run = (await client.RunFileAsync(file.Path, ("wait", 0), ("host", "lab2"))).RunId();
        await file.HasBegunAsync();

        Assert.Equal(0, await Cluster["lab2"].StopAsync());
        file.Open();
        Cluster["lab2"].Launch();
        await Cluster["lab2"].HealthyAsync();

        Assert.Equal("lost", (await client.EndAsync(run)).Status());
        Assert.Equal(1, file.Starts);
    }

    private HeldDoFile Held() => new(Cluster.Folder, FormattableString.Invariant($"composed-{Interlocked.Increment(ref _files)}"));

    private Task<McpClient> ConnectAsync() => McpClient.CreateAsync(
        new HttpClientTransport(new HttpClientTransportOptions
        {
            Endpoint = new Uri($"{Cluster.Url}/mcp"),
            TransportMode = HttpTransportMode.StreamableHttp,
            AdditionalHeaders = new Dictionary<string, string> { ["Authorization"] = $"Bearer {Cluster.Key}" },
        }),
        new McpClientOptions { ClientInfo = new() { Name = "a-test", Version = "1" }, ProtocolVersion = "2025-11-25" },
        cancellationToken: TestContext.Current.CancellationToken);

    private static int? Silo(int keeper) => ProcessTree.Children(keeper)
        .Where(child => ProcessTree.Of(child) is { Name: "stataruns-silo", State: not 'Z' })
        .Select(child => (int?)child).SingleOrDefault();

    private sealed class Heard : IProgress<ProgressNotificationValue>
    {
        private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task FirstAsync() => _first.Task.WaitAsync(TestContext.Current.CancellationToken);

        public void Report(ProgressNotificationValue value) => _first.TrySetResult();
    }
}
