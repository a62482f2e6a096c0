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
    CopyTable table, CopiedFiles files, RunsTable runs, HostSettings settings, TimeProvider time, ILogger<OutputCopier> log) : BackgroundService, IOutputCopier
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

    private readonly DatabaseOutage _outage = new(log);

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
            var written = files.OfGoing(id, attempt);
            return new GrowingCopy(attempt, () => TryAsync(id, written, _end.Token), time, _end.Token);
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

    public Task DeleteAsync(RunId run)
    {
        if (_growing.TryRemove(run, out var growing))
        {
            growing.Stop();
        }

        return table.DeleteAsync(run, _end.Token);
    }

    public override void Dispose()
    {
        _end.Cancel();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await using var stopping = stoppingToken.Register(_end.Cancel);
        try
        {
            await Task.WhenAll(
                LookAsync(stoppingToken),
                Parallel.ForEachAsync(
                    _ended.Reader.ReadAllAsync(stoppingToken),
                    new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = stoppingToken },
                    async (run, end) => await CopyEndedAsync(run, end)));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The silo ends, or could not start: the next one's look goes on.
        }
    }

    /// <summary>Finds the ended runs that nobody told of, or that could not be copied when they were told of.</summary>
    private async Task LookAsync(CancellationToken end)
    {
        for (var failed = 0; ;)
        {
            var begun = _outage.Next();
            try
            {
                await LookThroughAsync(end);
                failed = 0;
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                _outage.Begin(e);
                failed++;
            }

            await (failed == 0
                ? Task.WhenAny(Task.Delay(Patience.Longest, time, end), begun)
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
            _outage.End();
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
        if (_outage.IsOn)
        {
            return; // the look that finds the database again finds this run, too
        }

        try
        {
            if (await runs.StateAsync(run) is { } state
                && state.Status.IsFinal()
                && await TryAsync(run, files.OfEnded(state), end))
            {
                await table.MarkAsync(run, end);
            }
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            Failed(run, e);
        }
    }

    /// <summary>Copies what is new of some files.</summary>
    /// <returns>Is all copied that can be? If not it has to be tried again.</returns>
    private async Task<bool> TryAsync(RunId run, IReadOnlyList<FileCopy> written, CancellationToken end)
    {
        try
        {
            foreach (var file in written)
            {
                while (await InTurnAsync(() => file.TurnAsync(end), end))
                {
                    // Others may come in between.
                }
            }

            _outage.End();
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
            _outage.Begin(failure);
        }
        else
        {
            Log.NotCopied(log, run, failure);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(3, LogLevel.Warning, "Run {RunId}: its output could not be copied; it is tried again.")]
        public static partial void NotCopied(ILogger logger, RunId runId, Exception exception);
    }
}
