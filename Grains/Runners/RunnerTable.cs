using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using StataRuns.Output;
using StataRuns.Runner.Protocol;
using StataRuns.Runs;

namespace StataRuns.Runners;

/// <summary>
/// What a silo has to do with living runners. It belongs to the silo and not to the grains, whose activations come and
/// go: a grain that comes to life again finds its link here, or has one made.
/// </summary>
internal sealed partial class RunnerTable(
    RunnerProgram program, IFolderWatch watch, IGrainFactory grains, TimeProvider time, ILogger<RunnerTable> log) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<AttemptLink>> _links = new();

    /// <summary>
    /// Starts a runner for a job that lies in its folder, and follows it. A refusal of the system is not believed: the
    /// runner may have been started all the same. The claim tells, which is made here if no runner has made it.
    /// </summary>
    public void Start(RunId runId, Job job, AttemptFolder folder)
    {
        ProcessIdentity? runner = null;
        try
        {
            runner = program.Start(folder);
        }
        catch (IOException e)
        {
            Log.NotStarted(log, runId, e);
        }

        Follow(new Attempt(runId, job.Nonce, program.BootId, folder, job.ControlSocket, StartedHere: true, runner));
    }

    /// <summary>Is this attempt followed?</summary>
    public bool Follows(string nonce) => _links.ContainsKey(nonce);

    /// <summary>Follows an attempt, if it is not followed already.</summary>
    public void Follow(Attempt attempt)
    {
        // A link lives as long as its run: the call that happens to make it, and that call's trace, are not what it works for.
        using (ExecutionContext.IsFlowSuppressed() ? default(AsyncFlowControl?) : ExecutionContext.SuppressFlow())
        {
            _ = _links.GetOrAdd(attempt.Nonce, _ => new Lazy<AttemptLink>(() =>
                new AttemptLink(attempt, grains.GetGrain<IRunControl>(attempt.RunId.Text), program, watch, time, log))).Value;
        }
    }

    /// <summary>Asks for the end of an attempt's process tree.</summary>
    public void Stop(string nonce)
    {
        if (_links.TryGetValue(nonce, out var link))
        {
            link.Value.Stop();
        }
    }

    /// <summary>The attempt is over and written down.</summary>
    public void Forget(string nonce)
    {
        if (_links.TryRemove(nonce, out var link))
        {
            // Not awaited: the link itself is what told the grain of the end, and waits for the grain.
            _ = Task.Run(async () => await link.Value.DisposeAsync());
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        // The service ends; the runners go on.
        foreach (var nonce in _links.Keys)
        {
            if (_links.TryRemove(nonce, out var link))
            {
                await link.Value.DisposeAsync();
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Run {RunId}: its runner was not started.")]
        public static partial void NotStarted(ILogger logger, RunId runId, Exception exception);
    }
}
