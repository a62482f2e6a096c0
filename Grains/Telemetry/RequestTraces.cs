using OpenTelemetry.Trace;

namespace StataRuns.Telemetry;

/// <summary>
/// A trace begins with a request or with a run. What timers call, grains and databases every few seconds, begins none:
/// those traces of one span would bury the others.
/// </summary>
internal sealed class RequestTraces : Sampler
{
    private readonly Sampler _below = new ParentBasedSampler(new AlwaysOnSampler());

    public override SamplingResult ShouldSample(in SamplingParameters samplingParameters) =>
        samplingParameters is { Kind: System.Diagnostics.ActivityKind.Client or System.Diagnostics.ActivityKind.Producer, ParentContext.TraceId: var trace } && trace == default
            ? new SamplingResult(SamplingDecision.Drop)
            : _below.ShouldSample(samplingParameters);
}
