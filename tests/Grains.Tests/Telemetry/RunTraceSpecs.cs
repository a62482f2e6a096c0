using System.Collections.Concurrent;
using System.Diagnostics;
using OpenTelemetry.Trace;
using StataRuns.Runner.Protocol;
using StataRuns.Runs;
using StataRuns.Telemetry;

namespace StataRuns.Grains.Tests.Telemetry;

/// <summary>A run's spans tell when things happened, not when they were told.</summary>
public sealed class RunTraceSpecs : IDisposable
{
    private static readonly DateTimeOffset Accepted = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    private readonly ConcurrentQueue<Activity> _spans = new();
    private readonly ActivityListener _listener;
    private readonly RunState _run = new()
    {
        RunId = RunId.New("lab", Accepted),
        Host = "lab",
        SubmittedAt = Accepted,
        StartedAt = Accepted.AddSeconds(5),
        FinishedAt = Accepted.AddHours(2),
        Status = RunStatus.Succeeded,
        ReturnCode = 0,
    };

    public RunTraceSpecs()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == RunTrace.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = _spans.Enqueue,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public void Dispose() => _listener.Dispose();

    [Fact(Timeout = 10_000)]
    public Task A_run_has_the_times_of_its_process_and_hangs_below_the_call_that_made_it()
    {
        const string call = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        RunTrace.Ended(_run with { TraceParent = call });

        var span = Mine();
        Assert.Equal("run", span.OperationName);
        Assert.Equal(call, span.ParentId);
        Assert.Equal(_run.StartedAt!.Value.UtcDateTime, span.StartTimeUtc);
        Assert.Equal(_run.FinishedAt!.Value - _run.StartedAt.Value, span.Duration);
        Assert.Equal(ActivityStatusCode.Ok, span.Status);
        return Task.CompletedTask;
    }

    [Fact(Timeout = 10_000)]
    public Task A_run_that_nobody_traced_begins_a_trace_of_its_own_whatever_tells_of_it()
    {
        using var timer = new Activity("a grain call").Start();
        RunTrace.Ended(_run with { Status = RunStatus.Failed, Error = new RunError(111, "variable zzz not found", null, null, null) });

        Assert.Same(timer, Activity.Current);
        var span = Mine();
        Assert.Null(span.ParentId);
        Assert.Equal((ActivityStatusCode.Error, "variable zzz not found"), (span.Status, span.StatusDescription));
        return Task.CompletedTask;
    }

    [Fact(Timeout = 10_000)]
    public Task A_start_goes_from_the_seat_to_the_process_even_where_the_clock_was_set_back()
    {
        var process = new ProcessRecord { Nonce = "n", Process = ProcessIdentity.Current, StartedAt = Accepted.AddSeconds(3), StartedTimestamp = 0 };
        RunTrace.Started(_run, Accepted.AddSeconds(2), process);
        RunTrace.Started(_run, Accepted.AddSeconds(4), process);

        // A span has a duration: the shortest is a tick.
        Assert.Equal([TimeSpan.FromSeconds(1), TimeSpan.FromTicks(1)], _spans.Where(IsMine).Select(span => span.Duration));
        return Task.CompletedTask;
    }

    [Theory(Timeout = 10_000)]
    [InlineData(ActivityKind.Client, SamplingDecision.Drop)]
    [InlineData(ActivityKind.Server, SamplingDecision.RecordAndSample)]
    [InlineData(ActivityKind.Internal, SamplingDecision.RecordAndSample)]
    public Task No_trace_begins_with_what_a_timer_calls(ActivityKind kind, SamplingDecision decision)
    {
        var sampler = new RequestTraces();
        var trace = ActivityTraceId.CreateRandom();
        Assert.Equal(decision, sampler.ShouldSample(new SamplingParameters(default, trace, "x", kind)).Decision);

        // Below a request it is told, whatever it is.
        var request = new ActivityContext(trace, ActivitySpanId.CreateRandom(), ActivityTraceFlags.Recorded);
        Assert.Equal(SamplingDecision.RecordAndSample, sampler.ShouldSample(new SamplingParameters(request, trace, "x", kind)).Decision);
        return Task.CompletedTask;
    }

    private Activity Mine() => Assert.Single(_spans, IsMine);

    private bool IsMine(Activity span) => Equals(span.GetTagItem("stataruns.run_id"), _run.RunId.Text);
}
