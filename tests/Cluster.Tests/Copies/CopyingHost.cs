using Microsoft.Extensions.Logging;
using Npgsql;
using StataRuns.Cluster.Tests.Storage;
using StataRuns.Hosts;
using StataRuns.Output.Copies;
using StataRuns.Runs;
using StataRuns.Storage;

namespace StataRuns.Cluster.Tests.Copies;

/// <summary>A host whose runs are files that a test writes, and states that it stores; copied by the product's own copier.</summary>
internal sealed class CopyingHost : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("stataruns-test-");
    private readonly NpgsqlDataSource _source;
    private readonly StateDatabase _states;

    public CopyingHost(string connectionString)
    {
        _source = PostgresSource.Create(new ClusterSettings { ConnectionString = connectionString });
        _states = new StateDatabase(_source, Sql, () => ValueTask.CompletedTask);
        Settings = new HostSettings { DataDirectory = _folder.FullName, Host = "lab2", MaxConcurrent = 2, MaxOutputBytes = 1 << 30 };
        Copier = NewCopier();
    }

    public HostSettings Settings { get; }

    public OutputCopier Copier { get; private set; }

    public LogSeen Log { get; } = new();

    public StoredOutput Stored => new(_source, Sql);

    private static SqlText Sql { get; } = new("postgresql");

    public Task StartAsync() => Copier.StartAsync(TestContext.Current.CancellationToken);

    /// <summary>A new life of the silo: it knows nothing of the one before.</summary>
    public async Task RestartAsync()
    {
        await EndAsync();
        Copier = NewCopier();
        await StartAsync();
    }

    /// <summary>A run that goes on, with its attempt's folder.</summary>
    public async Task<WrittenRun> RunAsync()
    {
        var state = StateDatabase.Run(Guid.NewGuid().ToString("n"), RunStatus.Running) with { Attempt = 1, Nonce = "n" };
        await _states.WriteAsync(state, null);
        var folder = RunFolder.Of(Settings, state.RunId);
        Directory.CreateDirectory(folder.Attempt(1).Path);
        return new WrittenRun(state, folder);
    }

    /// <summary>Writes a run's end.</summary>
    public async Task EndAsync(WrittenRun run, params RunGraph[] graphs) =>
        await _states.WriteAsync(run.State with { Status = RunStatus.Succeeded, FinishedAt = DateTimeOffset.UtcNow, Graphs = graphs }, 1);

    /// <summary>Begins a run's deletion, as its grain does.</summary>
    public async Task MarkDeletedAsync(WrittenRun run) =>
        await _states.WriteAsync(run.State with { Status = RunStatus.Succeeded, FinishedAt = DateTimeOffset.UtcNow, DeletedAt = DateTimeOffset.UtcNow }, 2);

    public CopyTable Table => new(_source, Sql);

    public async Task DeleteAsync(WrittenRun run) => await _states.ClearAsync("DeleteStorageKey", run.Id, 2);

    public async Task<T> ScalarAsync<T>(string sql) => (T)(await _states.ScalarAsync(sql))!;

    public async Task CopiedAsync(WrittenRun run, int seconds = 20) =>
        await Eventually.TrueAsync(
            async () => await ScalarAsync<bool>($"SELECT copied FROM runs WHERE run_id = '{run.Id}'"), $"all output of {run.Id} is copied", seconds);

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        await _states.DisposeAsync();
        await _source.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private async Task EndAsync()
    {
        await Copier.StopAsync(CancellationToken.None);
        Copier.Dispose();
    }

    private OutputCopier NewCopier()
    {
        var table = new CopyTable(_source, Sql);
        return new(table, new CopiedFiles(table, Settings), new RunsTable(_source, Sql), Settings, TimeProvider.System, Log);
    }
}

/// <summary>A run and where it writes.</summary>
internal sealed record WrittenRun(RunState State, RunFolder Folder)
{
    public RunId Id => State.RunId;

    public string Log => Folder.Log(1);

    public string Console => Folder.Attempt(1).Console;

    public async Task WriteLogAsync(ReadOnlyMemory<byte> bytes)
    {
        await using var file = new FileStream(Log, FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
        await file.WriteAsync(bytes);
    }
}

/// <summary>What was logged, by its event.</summary>
internal sealed class LogSeen : ILogger<OutputCopier>
{
    private readonly Lock _lock = new();
    private readonly List<string> _seen = [];

    public IReadOnlyList<string> Seen
    {
        get
        {
            lock (_lock)
            {
                return [.. _seen];
            }
        }
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        lock (_lock)
        {
            _seen.Add($"{eventId.Name}: {formatter(state, exception)}");
        }
    }
}
