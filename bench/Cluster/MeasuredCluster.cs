using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using StataRuns.Bench.Service;

namespace StataRuns.Bench.Cluster;

/// <summary>PostgreSQL, two silos and two gateways, each a process of its own, on one machine's loopback.</summary>
internal sealed class MeasuredCluster : IAsyncDisposable
{
    private const string Key = "sr_the-key-of-ann-in-the-benchmarks-of-clusters";
    private const int Each = 2;
    private static readonly TimeSpan WholeLimit = TimeSpan.FromSeconds(60);

    private readonly DoFiles _doFiles;
    private readonly List<ServiceProcess> _silos = [];
    private readonly List<ServiceProcess> _gateways = [];

    private MeasuredCluster(PostgresServer database, DoFiles doFiles) => (Database, _doFiles) = (database, doFiles);

    public PostgresServer Database { get; }

    public IReadOnlyList<ServiceProcess> Silos => _silos;

    public IReadOnlyList<ServiceProcess> Gateways => _gateways;

    /// <summary>Starts one and waits until both gateways see both hosts.</summary>
    /// <param name="stage">The stage.</param>
    /// <param name="job">What is run in Stata's place.</param>
    /// <param name="seats">Each host's.</param>
    /// <param name="cancellation">Ends the start.</param>
    public static async Task<MeasuredCluster> StartAsync(Stage stage, string job, int seats, CancellationToken cancellation)
    {
        var cluster = new MeasuredCluster(await PostgresServer.StartAsync(stage, cancellation), new DoFiles(stage.Folder("work")));
        try
        {
            await cluster.MigrateAsync(stage, cancellation);
            for (var i = 1; i <= Each; i++)
            {
                string[] settings =
                [
                    cluster.Connection, FormattableString.Invariant($"--StataRuns:Host=lab{i}"), $"--StataRuns:Stata:Path={job}",
                    FormattableString.Invariant($"--StataRuns:Runs:MaxConcurrent={seats}"), "--StataRuns:Cluster:AdvertisedAddress=127.0.0.1",
                    FormattableString.Invariant($"--StataRuns:Cluster:SiloPort={Ports.Free()}"),
                    FormattableString.Invariant($"--StataRuns:Cluster:GatewayPort={Ports.Free()}"),
                ];
                cluster._silos.Add(await ServiceProcess.StartAsync(stage, "silo", stage.SiloProgram, settings, cancellation));
            }

            var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Key)));
            for (var i = 1; i <= Each; i++)
            {
                string[] settings = [cluster.Connection, "--StataRuns:Auth:Mode=ApiKeys", $"--StataRuns:Auth:ApiKeys:ann={digest}"];
                cluster._gateways.Add(await ServiceProcess.StartAsync(stage, "gateway", stage.ServiceProgram, settings, cancellation));
            }

            await cluster.IsWholeAsync(cancellation);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>A client of one of the gateways, in turn.</summary>
    public Task<RunsClient> ConnectAsync(int number, CancellationToken cancellation) =>
        RunsClient.ConnectAsync(_gateways[number % _gateways.Count].Url, Key, cancellation);

    /// <summary>A do-file that no other one is like; the jobs don't read it, the hosts do.</summary>
    public Task<string> DoFileAsync(CancellationToken cancellation) => _doFiles.NewAsync(cancellation);

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _gateways.Concat(_silos))
        {
            await process.DisposeAsync();
        }

        await Database.DisposeAsync();
    }

    private string Connection => $"--StataRuns:Cluster:ConnectionString={Database.ConnectionString}";

    private async Task MigrateAsync(Stage stage, CancellationToken cancellation)
    {
        using var process = Process.Start(new ProcessStartInfo(stage.SiloProgram, ["migrate", Connection]) { RedirectStandardOutput = true })!;
        await process.StandardOutput.ReadToEndAsync(cancellation);
        await process.WaitForExitAsync(cancellation);
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"migrate ended with {process.ExitCode}.");
        }
    }

    private async Task IsWholeAsync(CancellationToken cancellation)
    {
        var waited = Stopwatch.StartNew();
        for (var i = 0; i < _gateways.Count; i++)
        {
            await using var client = await ConnectAsync(i, cancellation);
            while (await client.HostsAsync(cancellation) < Each)
            {
                if (waited.Elapsed > WholeLimit)
                {
                    throw new InvalidOperationException("A gateway does not see both hosts.");
                }

                await Task.Delay(TimeSpan.FromMilliseconds(100), cancellation);
            }
        }
    }
}
