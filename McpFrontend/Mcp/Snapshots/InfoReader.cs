using System.Globalization;
using System.Text;
using StataRuns.Hosts;
using StataRuns.McpFrontend.Following;
using StataRuns.McpFrontend.Serve;

namespace StataRuns.McpFrontend.Mcp.Snapshots;

/// <summary>Asks what the service is and has: for <c>stata_info</c>, and for the terminal's <c>status</c>.</summary>
internal sealed class InfoReader(IRunGrains grains, ServiceSettings settings)
{
    /// <summary>The service as it is now.</summary>
    /// <param name="owner">Who asks.</param>
    public async Task<InfoJson> ReadAsync(string owner)
    {
        var host = await grains.Host(settings.Host.Host).DescribeAsync();
        return new InfoJson
        {
            Text = Words(host),
            Version = ProductVersion.Text,
            Engine = host.Engine,
            EnginePath = host.EnginePath,
            Edition = host.Edition,
            EngineVersion = host.EngineVersion,
            StandIn = host.StandIn,
            EngineMissing = host.EngineMissing,
            Seats = new SeatsJson(
                host.Seats, host.Running.Count, host.Queued.Count,
                [.. host.Running.Select(run => run.Text)], [.. host.Queued.Select(run => run.Text)]),
            Hosts = [new HostJson(host.Host, host.Engine, host.StandIn, host.Seats, host.Running.Count)],
            Limits = new LimitsJson(host.MaxOutputBytes, host.DefaultTimeoutSeconds, settings.McpWait.TotalSeconds),
            Owner = owner,
        };
    }

    private string Words(HostDescription host)
    {
        var text = new StringBuilder();
        text.AppendLine(host switch
        {
            { EngineMissing: { } missing } => missing,
            { StandIn: true } => $"{host.Engine}: the bundled stand-in, not Stata ({host.EnginePath})",
            _ => $"{host.Engine} ({host.EnginePath})",
        });
        text.AppendLine(CultureInfo.InvariantCulture, $"Host {host.Host}: {host.Running.Count} of {host.Seats} seats in use, {host.Queued.Count} runs wait.");
        var timeout = host.DefaultTimeoutSeconds is { } seconds ? HeadLine.Duration(TimeSpan.FromSeconds(seconds)) : "none";
        text.Append(CultureInfo.InvariantCulture, $"Limits: {host.MaxOutputBytes:N0} bytes of output a run; default time-out {timeout}; calls wait {HeadLine.Duration(settings.McpWait)}. StataRuns {ProductVersion.Text}.");
        return text.ToString();
    }
}
