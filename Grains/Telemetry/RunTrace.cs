using System.Diagnostics;
using StataRuns.Runner.Protocol;
using StataRuns.Runs;

namespace StataRuns.Telemetry;

/// <summary>
/// A run's spans. They are made when they are over, with the times at which things really happened: a run outlives the
/// process that would have kept a span open. What holds them together is the caller's context, kept in the run's state.
/// </summary>
internal static class RunTrace
{
    /// <summary>The source's name.</summary>
    public const string Name = "StataRuns";

    private static readonly ActivitySource Source = new(Name);

    /// <summary>A host looks at a request: below the grain call that brought it, or below the call that made it.</summary>
    public static Activity? Submit(string? traceParent) =>
        Activity.Current is null
            ? Source.StartActivity("host.submit", ActivityKind.Internal, Parent(traceParent))
            : Source.StartActivity("host.submit");

    /// <summary>From the seat to the process's start.</summary>
    public static void Started(RunState run, DateTimeOffset seated, ProcessRecord process) =>
        Tell("run.start", run, seated, process.StartedAt, ActivityStatusCode.Unset);

    /// <summary>The whole run, from its process's start to its end; one that never had a process, from when it was accepted.</summary>
    public static void Ended(RunState run) =>
        Tell("run", run, run.StartedAt ?? run.SubmittedAt, run.FinishedAt ?? run.SubmittedAt, run.Status switch
        {
            RunStatus.Succeeded => ActivityStatusCode.Ok,
            RunStatus.Cancelled => ActivityStatusCode.Unset,
            _ => ActivityStatusCode.Error,
        });

    private static void Tell(string name, RunState run, DateTimeOffset from, DateTimeOffset to, ActivityStatusCode status)
    {
        if (!Source.HasListeners())
        {
            return;
        }

        // Without a caller's context a run begins a trace of its own; the grain call that happens to tell of it is no parent.
        var current = Activity.Current;
        Activity.Current = null;
        try
        {
            using var span = Source.StartActivity(name, ActivityKind.Internal, Parent(run.TraceParent), startTime: from);
            if (span is null)
            {
                return;
            }

            span.SetTag("stataruns.run_id", run.RunId.Text)
                .SetTag("stataruns.host", run.Host)
                .SetTag("stataruns.status", run.Status.Word())
                .SetTag("stataruns.return_code", run.ReturnCode)
                .SetStatus(status, status is ActivityStatusCode.Error ? run.Error?.Message : null)
                .SetEndTime((to < from ? from : to).UtcDateTime);
        }
        finally
        {
            Activity.Current = current;
        }
    }

    private static ActivityContext Parent(string? traceParent) =>
        ActivityContext.TryParse(traceParent, null, isRemote: true, out var parent) ? parent : default;
}
