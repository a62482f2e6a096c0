using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace StataRuns.Cluster.Tests.Postgres;

/// <summary>How a server is told to end.</summary>
internal enum StopMode
{
    /// <summary>In order, its connections cut.</summary>
    Fast = 2, // SIGINT

    /// <summary>At once, without a farewell to the disk: the next start recovers.</summary>
    Immediate = 3, // SIGQUIT
}

/// <summary>A PostgreSQL server of its own: a folder, an address, and as many lives as a test wants.</summary>
internal sealed partial class PostgresServer : IAsyncDisposable
{
    /// <summary>The user that owns it all.</summary>
    public const string Owner = "owner";

    private const int Kill = 9;

    private readonly string _folder = Path.Combine("/tmp", $"stataruns-pg-{Guid.NewGuid():n}");
    private readonly string[] _launcher;
    private readonly bool _flushes;
    private Process? _process;
    private Task<string[]> _said = Task.FromResult<string[]>([]);

    private PostgresServer(string address, int port, string[] launcher, bool flushes) =>
        (Address, Port, _launcher, _flushes) = (address, port, launcher, flushes);

    /// <summary>Where it listens.</summary>
    public string Address { get; }

    public int Port { get; }

    /// <summary>Makes and starts a server.</summary>
    /// <param name="launcher">What it is started by, such as <c>ip netns exec NAME</c>.</param>
    /// <param name="address">Where it listens; a loopback address, or one of a network namespace.</param>
    /// <param name="flushes">Does it wait for the disk? Only a test that takes the machine's power away would see the difference.</param>
    public static async Task<PostgresServer> StartNewAsync(string[]? launcher = null, string address = "127.0.0.1", bool flushes = false)
    {
        var server = new PostgresServer(address, Ports.Free(), launcher ?? [], flushes);
        Directory.CreateDirectory(server._folder);
        await PostgresPrograms.OwnAsync(server._folder);
        await PostgresPrograms.RunAsync(
            "initdb", "-D", server.Data, "-U", Owner, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync");

        // Whoever reaches the server is let in: it listens where only the test is.
        await File.AppendAllTextAsync(Path.Combine(server.Data, "pg_hba.conf"), $"host all all {address}/24 trust\n");
        await server.StartAsync();
        return server;
    }

    /// <summary>How a user reaches a database.</summary>
    public string ConnectionString(string database = "postgres", string user = Owner) =>
        $"Host={Address};Port={Port.ToString(CultureInfo.InvariantCulture)};Username={user};Database={database}";

    /// <summary>Starts it, and waits until it takes connections.</summary>
    public async Task StartAsync()
    {
        // What a killed postmaster left behind goes by itself, and keeps a new one from starting until then.
        await Eventually.TrueAsync(TryStartAsync, $"PostgreSQL takes connections on {Address}:{Port}", seconds: 30);
    }

    private async Task<bool> TryStartAsync()
    {
        _process = Process.Start(PostgresPrograms.Start(
            "postgres",
            [
                "-D", Data, "-h", Address, "-p", Port.ToString(CultureInfo.InvariantCulture), "-k", "",
                "-c", $"fsync={(_flushes ? "on" : "off")}", "-c", "max_connections=200", "-c", "shared_buffers=128MB",
            ],
            _launcher, endsWithUs: true))!;
        _said = Task.WhenAll(_process.StandardOutput.ReadToEndAsync(), _process.StandardError.ReadToEndAsync());
        await Eventually.TrueAsync(() => Task.FromResult(IsReady() || _process.HasExited), "PostgreSQL is ready or has ended", seconds: 30);
        if (!_process.HasExited)
        {
            return true;
        }

        var said = string.Concat(await _said);
        _process.Dispose();
        _process = null;
        return said.Contains("shared memory", StringComparison.Ordinal) ? false : throw new InvalidOperationException($"PostgreSQL did not start: {said}");
    }

    /// <summary>Ends it, and waits until it is gone.</summary>
    public async Task StopAsync(StopMode mode = StopMode.Fast) => await EndAsync((int)mode);

    /// <summary>Kills the postmaster; its other processes notice, and go.</summary>
    public async Task KillAsync() => await EndAsync(Kill);

    /// <summary>Ends it and starts it again, at the same address with what was committed.</summary>
    public async Task RestartAsync(StopMode mode = StopMode.Fast)
    {
        await StopAsync(mode);
        await StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await StopAsync(StopMode.Immediate);
        }

        Directory.Delete(_folder, recursive: true);
    }

    private string Data => Path.Combine(_folder, "data");

    // A postmaster says so itself, in its file's last line; from outside its network nobody could ask it.
    private bool IsReady()
    {
        try
        {
            return File.ReadAllLines(PidFile) is [var pid, .., var status] && status.Trim() == "ready" && Send(int.Parse(pid, CultureInfo.InvariantCulture), 0) == 0;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
    }

    private string PidFile => Path.Combine(Data, "postmaster.pid");

    private async Task EndAsync(int signal)
    {
        var pid = int.Parse((await File.ReadAllLinesAsync(PidFile))[0], CultureInfo.InvariantCulture);
        _ = Send(pid, signal);
        await Eventually.TrueAsync(() => Task.FromResult(Send(pid, 0) != 0), "PostgreSQL has ended", seconds: 30);
        _process!.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Send(int process, int signal);
}
