using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using StataRuns.Hosts;
using StataRuns.Runs;
using StataRuns.Storage;

namespace StataRuns.Output.Copies;

/// <summary>
/// Copies a host's output to the cluster's database, so that it can be read while the host is away or gone. The files are the
/// truth and the copy a beginning of them: while a run goes on it is a few seconds behind, and after its end complete. What is
/// to be copied is known by the run's id alone, and read from its files when its turn comes; what was forgotten, by a kill or while
/// the database did not answer, a look finds at the start and every half minute.
/// </summary>
internal sealed partial class OutputCopier(
    CopyTable table, RunsTable runs, HostSettings settings, TimeProvider time, ILogger<OutputCopier> log) : BackgroundService, IOutputCopier
{
    private const int AtOnce = 2;
    private const int PageOfRuns = 100;

    /// <summary>So many ended runs wait at most; those that come on top are found by the next look.</summary>
    public const int LongestBacklog = 1000;

    private readonly ConcurrentDictionary<RunId, GrowingCopy> _growing = new();
    private readonly Channel<RunId> _ended = Channel.CreateBounded<RunId>(LongestBacklog);

    // Neither is disposed: a copy that is just ending may still ask them.
#pragma warning disable CA2213
    private readonly SemaphoreSlim _gate = new(AtOnce);
    private readonly CancellationTokenSource _end = new();
#pragma warning restore CA2213

    private TaskCompletionSource _lookNow = NewCall();
    private int _isWaiting;

    /// <summary>How many ended runs wait for their turn.</summary>
    public int Backlog => _ended.Reader.Count;

    public void TellGrew(RunId run, int attempt)
    {
        var growing = _growing.GetOrAdd(run, Growing);
        if (growing.Attempt != attempt)
        {
            growing.Stop();
            _growing[run] = growing = Growing(run);
        }

        growing.Ring();

        GrowingCopy Growing(RunId id)
        {
            var folder = RunFolder.Of(settings, id);
            FileCopy[] files = [LogOf(id, folder, attempt), ConsoleOf(id, folder, attempt)];
            return new GrowingCopy(attempt, () => TryAsync(id, files, _end.Token), time, _end.Token);
        }
    }

    public void TellEnded(RunId run)
    {
        if (_growing.TryRemove(run, out var growing))
        {
            growing.Stop();
        }

        _ended.Writer.TryWrite(run);
    }

    public override void Dispose()
    {
        _end.Cancel();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await using var stopping = stoppingToken.Register(_end.Cancel);
        await Task.WhenAll(
            LookAsync(stoppingToken),
            Parallel.ForEachAsync(
                _ended.Reader.ReadAllAsync(stoppingToken),
                new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = stoppingToken },
                async (run, end) => await CopyEndedAsync(run, end)));
    }

    /// <summary>Finds the ended runs that nobody told of, or that could not be copied when they were told of.</summary>
    private async Task LookAsync(CancellationToken end)
    {
        for (var failed = 0; ;)
        {
            _lookNow = NewCall();
            try
            {
                await LookThroughAsync(end);
                failed = 0;
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                Trouble(e);
                failed++;
            }

            await (failed == 0
                ? Task.WhenAny(Task.Delay(Patience.Longest, time, end), _lookNow.Task)
                : Task.Delay(Patience.After(failed - 1), time, end));
            end.ThrowIfCancellationRequested();
        }
    }

    private async Task LookThroughAsync(CancellationToken end)
    {
        EndedRun? last = null;
        IReadOnlyList<EndedRun> page;
        do
        {
            page = await table.ToCopyAsync(settings.Host, last, PageOfRuns, end);
            NoTrouble();
            foreach (var run in page)
            {
                // It waits when the backlog is full: a year's runs are copied one after the other, too.
                await _ended.Writer.WriteAsync(run.RunId, end);
                last = run;
            }
        }
        while (page.Count == PageOfRuns);
    }

    private async Task CopyEndedAsync(RunId run, CancellationToken end)
    {
        if (Volatile.Read(ref _isWaiting) != 0)
        {
            return; // the look that finds the database again finds this run, too
        }

        try
        {
            if (await runs.StateAsync(run) is { } state
                && state.Status.IsFinal()
                && await TryAsync(run, Files(state), end))
            {
                await table.MarkAsync(run, end);
            }
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            Failed(run, e);
        }
    }

    private IReadOnlyList<FileCopy> Files(RunState run)
    {
        if (run.Attempt == 0)
        {
            return [];
        }

        var folder = RunFolder.Of(settings, run.RunId);
        var graphs = folder.Graphs(run.Attempt);
        return
        [
            LogOf(run.RunId, folder, run.Attempt),
            ConsoleOf(run.RunId, folder, run.Attempt),
            .. run.Graphs.Select(graph => new FileCopy(table, run.RunId, CopiedSource.Graph(graph.Name), () => graphs.TryOpen(graph.Name))),
        ];
    }

    private FileCopy LogOf(RunId run, RunFolder folder, int attempt) =>
        new(table, run, CopiedSource.Log, () => OrdinaryFile.TryOpen(folder.Log(attempt)));

    private FileCopy ConsoleOf(RunId run, RunFolder folder, int attempt) =>
        new(table, run, CopiedSource.Console, () => OrdinaryFile.TryOpen(folder.Attempt(attempt).Console));

    /// <summary>Copies what is new of some files.</summary>
    /// <returns>Is all copied that can be? If not it has to be tried again.</returns>
    private async Task<bool> TryAsync(RunId run, IReadOnlyList<FileCopy> files, CancellationToken end)
    {
        try
        {
            foreach (var file in files)
            {
                while (await InTurnAsync(() => file.TurnAsync(end), end))
                {
                    // Others may come in between.
                }
            }

            NoTrouble();
            return true;
        }
        catch (RunGoneException)
        {
            return true;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            Failed(run, e);
            return false;
        }
    }

    private async Task<T> InTurnAsync<T>(Func<Task<T>> turn, CancellationToken end)
    {
        await _gate.WaitAsync(end);
        try
        {
            return await turn();
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Whatever it is, the others go on being copied.</summary>
    private void Failed(RunId run, Exception failure)
    {
        if (failure is NpgsqlException)
        {
            Trouble(failure);
        }
        else
        {
            Log.NotCopied(log, run, failure);
        }
    }

    private void Trouble(Exception failure)
    {
        if (Interlocked.Exchange(ref _isWaiting, 1) == 0)
        {
            Log.Waits(log, DiskTrouble.Of(failure) ?? failure.Message, failure);
            _lookNow.TrySetResult();
        }
    }

    private void NoTrouble()
    {
        if (Interlocked.Exchange(ref _isWaiting, 0) != 0)
        {
            Log.GoesOn(log);
        }
    }

    private static TaskCompletionSource NewCall() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Output is not copied to the database for now; it lies in the runs' folders, and the copying goes on by itself. {Trouble}")]
        public static partial void Waits(ILogger logger, string trouble, Exception exception);

        [LoggerMessage(2, LogLevel.Information, "Output is copied to the database again.")]
        public static partial void GoesOn(ILogger logger);

        [LoggerMessage(3, LogLevel.Warning, "Run {RunId}: its output could not be copied; the next try follows.")]
        public static partial void NotCopied(ILogger logger, RunId runId, Exception exception);
    }
}
