using StataRuns.Telemetry;

namespace StataRuns.McpFrontend.Hosts;

/// <summary>A gateway is ready while at least one host answers it: what runs elsewhere can still be read.</summary>
internal sealed class HostReadiness(IHostWatch hosts) : IReadiness
{
    public Task<string?> WaitsForAsync(CancellationToken cancellation)
    {
        var (names, away) = (hosts.Names, hosts.Away);
        return Task.FromResult(names.Count == 0 ? "waiting for a silo: no host is known yet"
            : away.Count == names.Count ? $"waiting for a silo: {string.Join(", ", away)} {(away.Count == 1 ? "does" : "do")} not answer"
            : null);
    }
}
