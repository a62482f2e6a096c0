using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using StataRuns.Bench.Service;

namespace StataRuns.Bench.Cluster;

/// <summary>A PostgreSQL server on loopback, as it is by default: what it acknowledges is on the disk.</summary>
internal sealed partial class PostgresServer : IAsyncDisposable
{
    private const string Owner = "owner";
    private const int Interrupt = 2;
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(30);

    private readonly Process _process;
    private readonly string _port;
    private readonly string _data;

    private PostgresServer(Process process, string port, string data) => (_process, _port, _data) = (process, port, data);

    public string ConnectionString => $"Host=127.0.0.1;Port={_port};Username={Owner};Database=postgres";

    /// <summary>Milliseconds of processor time of the sessions that live, and of the server's own processes.</summary>
    public long ProcessorMilliseconds => ChildProcess.Of(_process.Id).Sum(child => child.ProcessorMilliseconds) + ChildProcess.MillisecondsOfEnded(_process.Id);

    /// <summary>Kilobytes of the server and its sessions, with shared pages divided among those who share them.</summary>
    public long OwnKilobytes => ChildProcess.Of(_process.Id).Sum(child => child.Memory.OwnKilobytes) + new ProcessMemory(_process.Id).OwnKilobytes;

    public static async Task<PostgresServer> StartAsync(Stage stage, CancellationToken cancellation)
    {
        // Not below the benchmarks' own folder, which is its owner's alone.
        var folder = Directory.CreateTempSubdirectory("stataruns-bench-pg-").FullName;
        var data = Path.Combine(folder, "data");
        await PostgresPrograms.OwnAsync(folder, cancellation);
        await PostgresPrograms.RunAsync("initdb", ["-D", data, "-U", Owner, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"], cancellation);
        var port = Ports.Free().ToString(CultureInfo.InvariantCulture);
        var process = PostgresPrograms.Start("postgres", "-D", data, "-h", "127.0.0.1", "-p", port, "-k", "", "-c", "max_connections=200");
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var server = new PostgresServer(process, port, folder);
        try
        {
            await server.IsReadyAsync(cancellation);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs SQL.</summary>
    /// <returns>What it gave, one line a row.</returns>
    public Task<string> QueryAsync(string sql, CancellationToken cancellation) => PostgresPrograms.RunAsync(
        "psql", ["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-h", "127.0.0.1", "-p", _port, "-U", Owner, "-d", "postgres", "-c", sql], cancellation);

    /// <summary>How often a state was written and a transaction committed so far.</summary>
    public async Task<(long States, long Commits)> WritesAsync(CancellationToken cancellation)
    {
        // A session tells its figures some time after they came about, and at its end or at its next pause at the latest.
        await Task.Delay(TimeSpan.FromSeconds(2), cancellation);
        var figures = await QueryAsync(
            """
            SELECT n_tup_ins + n_tup_upd, (SELECT xact_commit FROM pg_stat_database WHERE datname = current_database())
            FROM pg_stat_user_tables WHERE relname = 'orleansstorage'
            """,
            cancellation);
        var both = figures.Trim().Split('|');
        return (long.Parse(both[0], CultureInfo.InvariantCulture), long.Parse(both[1], CultureInfo.InvariantCulture));
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _ = Send(_process.Id, Interrupt); // in order, its connections cut
        }

        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
        Directory.Delete(_data, recursive: true);
    }

    private async Task IsReadyAsync(CancellationToken cancellation)
    {
        var waited = Stopwatch.StartNew();
        while (!_process.HasExited && waited.Elapsed < StartLimit)
        {
            try
            {
                await QueryAsync("SELECT 1", cancellation);
                return;
            }
            catch (InvalidOperationException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), cancellation); // not yet
            }
        }

        throw new InvalidOperationException("PostgreSQL did not start.");
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Send(int process, int signal);
}
