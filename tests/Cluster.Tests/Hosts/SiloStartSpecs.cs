using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using StataRuns.Clients.Tests.Clients;
using StataRuns.Cluster.Tests.Postgres;

namespace StataRuns.Cluster.Tests.Hosts;

/// <summary>A silo that cannot start says why, in a sentence.</summary>
public sealed class SiloStartSpecs(SharedPostgres postgres) : IDisposable
{
    private readonly DataFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact(Timeout = 60_000)]
    public async Task A_port_that_is_taken_is_named_and_no_stack_trace_reaches_anybody()
    {
        await using var database = await postgres.CreateAsync();
        using var other = new TcpListener(IPAddress.Loopback, FreePorts.Next());
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;
        using var silo = Process.Start(new ProcessStartInfo(
            Built.Silo,
            [
                "--stand-in", "--urls", "http://127.0.0.1:0", $"--StataRuns:DataDirectory={_folder.Data}", "--StataRuns:Cluster:AdvertisedAddress=127.0.0.1",
                $"--StataRuns:Cluster:SiloPort={port}", $"--StataRuns:Cluster:GatewayPort={FreePorts.Next()}", $"--StataRuns:Cluster:ConnectionString={database.ConnectionString()}",
            ])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        var said = await Task.WhenAll(
            silo.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken), silo.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
        await silo.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(2, silo.ExitCode);
        Assert.Contains($"127.0.0.1:{port} (StataRuns:Cluster:SiloPort)", said[1], StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", string.Concat(said), StringComparison.Ordinal);
    }
}
