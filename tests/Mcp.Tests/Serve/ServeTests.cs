using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using StataRuns.Hosts;
using StataRuns.Mcp.Tests.Fakes;
using StataRuns.McpFrontend.Security;
using StataRuns.McpFrontend.Serve;

namespace StataRuns.Mcp.Tests.Serve;

public sealed class ServeTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("stataruns-mcp-").FullName;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private ServiceSettings Settings => new()
    {
        Host = new HostSettings { DataDirectory = _folder, Host = FakeHost.Name, MaxConcurrent = 1, MaxOutputBytes = 1 },
    };

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact(Timeout = 10_000)]
    public Task A_second_service_on_a_data_folder_names_the_first()
    {
        using (Service.LockFolder(Settings))
        {
            Assert.Contains("just starting", Assert.Throws<StartException>(() => Service.LockFolder(Settings)).Message, StringComparison.Ordinal);
            ServiceRecord.Here("http://127.0.0.1:4711", DateTimeOffset.UtcNow).Write(Settings.ServiceFile);
            var message = Assert.Throws<StartException>(() => Service.LockFolder(Settings)).Message;
            Assert.Contains($"process {Environment.ProcessId} at http://127.0.0.1:4711", message, StringComparison.Ordinal);
        }

        using var again = Service.LockFolder(Settings);
        return Task.CompletedTask;
    }

    [Fact(Timeout = 10_000)]
    public async Task The_service_file_tells_this_process_from_all_others_and_is_private()
    {
        var written = ServiceRecord.Here("http://127.0.0.1:4711", DateTimeOffset.UtcNow);
        written.Write(Settings.ServiceFile);
        var read = ServiceRecord.TryRead(Settings.ServiceFile)!;
        Assert.Equal(written, read);
        Assert.True(read.Process.IsAlive());
        Assert.False((read with { StartTime = read.StartTime - 1 }).Process.IsAlive());
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Settings.ServiceFile));
        }

        await File.WriteAllTextAsync(Settings.ServiceFile, "{ torn", Cancellation);
        Assert.Null(ServiceRecord.TryRead(Settings.ServiceFile));
    }

    [Fact(Timeout = 10_000)]
    public Task A_port_that_is_taken_is_left_alone_only_where_nobody_asked_for_it()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var taken = (IPEndPoint)other.LocalEndpoint;
        var addresses = ListenAddress.Parse($"http://{taken}");
        using (var moved = ListenSockets.Bind(addresses, mayMove: true))
        {
            Assert.Equal(taken.Port, moved.TakenPort);
            Assert.NotEqual(taken.Port, ((IPEndPoint)moved.Take(moved.Addresses.Single().EndPoint).LocalEndPoint!).Port);
        }

        var message = Assert.Throws<StartException>(() => ListenSockets.Bind(addresses, mayMove: false)).Message;
        Assert.Contains($"listens on {taken} already", message, StringComparison.Ordinal);
        return Task.CompletedTask;
    }

    [Fact(Timeout = 10_000)]
    public Task Of_two_services_that_start_at_the_same_moment_one_moves()
    {
        // Neither answers yet.
        using var first = ListenSockets.Bind(ListenAddress.Parse("http://127.0.0.1:0"), mayMove: false);
        var port = ((IPEndPoint)first.Take(first.Addresses.Single().EndPoint).LocalEndPoint!).Port;
        using var second = ListenSockets.Bind(ListenAddress.Parse($"http://127.0.0.1:{port}"), mayMove: true);
        Assert.Equal(port, second.TakenPort);
        return Task.CompletedTask;
    }

    [Fact(Timeout = 30_000)]
    public async Task A_service_that_nobody_uses_ends_and_one_that_has_a_run_does_not()
    {
        var time = new FakeTimeProvider();
        var host = new FakeHost();
        host.Add();
        using var life = new Life();
        using var idle = new IdleShutdown(
            Settings with { IdleShutdown = TimeSpan.FromMinutes(15) }, new Activity(time), host, life, time, NullLogger<IdleShutdown>.Instance);
        await idle.StartAsync(Cancellation);
        for (var i = 0; i < 60; i++)
        {
            time.Advance(TimeSpan.FromMinutes(1));
            await Task.Yield();
        }

        Assert.False(life.ApplicationStopping.IsCancellationRequested);
        host.Clear();
        using var bound = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        while (!life.ApplicationStopping.IsCancellationRequested)
        {
            bound.Token.ThrowIfCancellationRequested();
            time.Advance(TimeSpan.FromMinutes(1));
            await Task.Yield();
        }
    }

    [Fact(Timeout = 30_000)]
    public async Task I_can_stop_the_service_with_the_token_and_runs_go_on()
    {
        await using var gateway = await Gateway.StartAsync();
        var run = gateway.Host.Add();
        using var stranger = new HttpClient { BaseAddress = gateway.Address };
        using var refused = await stranger.PostAsync(new Uri("/service/stop", UriKind.Relative), null, Cancellation);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        using var live = await stranger.GetAsync(new Uri("/health/live", UriKind.Relative), Cancellation);
        Assert.Equal(HttpStatusCode.OK, live.StatusCode);

        using var stopped = await gateway.Http.PostAsync(new Uri("/service/stop", UriKind.Relative), null, Cancellation);
        Assert.Equal(HttpStatusCode.Accepted, stopped.StatusCode);
        await gateway.EndedAsync();
        Assert.Equal(0, run.Calls[nameof(Runs.IRunGrain.CancelAsync)]);
    }

    private sealed class Life : IHostApplicationLifetime, IDisposable
    {
        private readonly CancellationTokenSource _stopping = new();

        public CancellationToken ApplicationStarted => CancellationToken.None;

        public CancellationToken ApplicationStopping => _stopping.Token;

        public CancellationToken ApplicationStopped => CancellationToken.None;

        public void StopApplication() => _stopping.Cancel();

        public void Dispose() => _stopping.Dispose();
    }
}
