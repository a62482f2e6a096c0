using StataRuns.Hosts;

namespace StataRuns.McpFrontend.Hosts;

/// <summary>A host that may go away: calls end with that instead of waiting.</summary>
internal sealed class HostBehindWatch(IHostGrain host, string name, IHostWatch hosts) : IHostGrain
{
    public Task<SubmitResult> SubmitAsync(RunRequest request) => hosts.AnswerAsync(name, () => host.SubmitAsync(request));

    public Task<HostDescription> DescribeAsync(string? owner) => hosts.AnswerAsync(name, () => host.DescribeAsync(owner));

    public Task<HostPulse> PulseAsync() => hosts.AnswerAsync(name, host.PulseAsync);

    public Task<HostOffer> OfferAsync(RunRequest request) => hosts.AnswerAsync(name, () => host.OfferAsync(request));

    public Task<HostPulse> DrainAsync(bool drain) => hosts.AnswerAsync(name, () => host.DrainAsync(drain));
}
