using System.Globalization;
using System.Text;
using Orleans.Runtime;
using StataRuns.Hosts;
using StataRuns.McpFrontend.Following;
using StataRuns.McpFrontend.Hosts;
using StataRuns.McpFrontend.Serve;

namespace StataRuns.McpFrontend.Mcp.Snapshots;

/// <summary>Asks what the service is and has: for <c>stata_info</c>, and for the terminal's <c>status</c>.</summary>
internal sealed class InfoReader(IRunGrains grains, IHostWatch hosts, ServiceSettings settings)
{
    /// <summary>The service as it is now. Engine and limits are those of the first host that answers; each host's own stand with it.</summary>
    /// <param name="owner">Who asks.</param>
    /// <exception cref="OrleansException">No host answers, or there is none.</exception>
    public async Task<InfoJson> ReadAsync(string owner)
    {
        var names = hosts.Names;
        var all = await Task.WhenAll(names.Select(name => DescribeAsync(name, owner)));
        var here = all.OfType<HostDescription>().ToList();
        if (here.Count == 0)
        {
            throw names.Count == 0 ? new OrleansException("no host has joined this cluster yet") : new HostAwayException(string.Join(", ", names));
        }

        var first = here.FirstOrDefault(host => host.EngineMissing is null) ?? here[0];

        // A host of the version before lists the runs of all owners without saying whose they are: none of them is shown.
        var told = here.Where(host => host.Counts is not null).ToList();
        return new InfoJson
        {
            Text = Words(first, names, all),
            Version = ProductVersion.Text,
            Engine = first.Engine,
            EnginePath = first.EnginePath,
            Edition = first.Edition,
            EngineVersion = first.EngineVersion,
            StandIn = first.StandIn,
            EngineMissing = first.EngineMissing,
            Seats = new SeatsJson(
                here.Sum(host => host.Seats), here.Sum(host => host.RunningCount), here.Sum(host => host.QueuedCount),
                told.Sum(host => host.Counts!.OwnRunning), told.Sum(host => host.Counts!.OwnQueued),
                [.. told.SelectMany(host => host.Running).Select(run => run.Text)], [.. told.SelectMany(host => host.Queued).Select(run => run.Text)]),
            Hosts = [.. names.Zip(all, HostJson.Of)],
            Limits = new LimitsJson(first.MaxOutputBytes, first.DefaultTimeoutSeconds, settings.McpWait.TotalSeconds),
            Owner = owner,
        };
    }

    private async Task<HostDescription?> DescribeAsync(string name, string owner)
    {
        try
        {
            return await grains.Host(name).DescribeAsync(owner);
        }
        catch (Exception e) when (PassingFailure.Is(e) && settings.Cluster is not null)
        {
            return null;
        }
    }

    /// <summary>One host: its seats, and whether it answers.</summary>
    /// <param name="name">The host.</param>
    /// <param name="owner">Who asks.</param>
    public async Task<HostJson> HostAsync(string name, string owner) => HostJson.Of(name, await DescribeAsync(name, owner));

    private string Words(HostDescription first, IReadOnlyList<string> names, HostDescription?[] all)
    {
        var text = new StringBuilder();
        text.AppendLine(first switch
        {
            { EngineMissing: { } missing } => missing,
            { StandIn: true } => $"{first.Engine}: the bundled stand-in, not Stata ({first.EnginePath})",
            _ => $"{first.Engine} ({first.EnginePath})",
        });
        foreach (var (name, host) in names.Zip(all))
        {
            text.AppendLine(host is null
                ? $"Host {name} does not answer; its runs may go on there."
                : string.Create(
                    CultureInfo.InvariantCulture,
                    $"Host {name}: {host.RunningCount} of {host.Seats} seats in use, {host.QueuedCount} runs wait{(host.IsDraining ? "; it takes no new runs" : "")}."));
        }

        var timeout = first.DefaultTimeoutSeconds is { } seconds ? HeadLine.Duration(TimeSpan.FromSeconds(seconds)) : "none";
        text.Append(CultureInfo.InvariantCulture, $"Limits: {first.MaxOutputBytes:N0} bytes of output a run; default time-out {timeout}; calls wait {HeadLine.Duration(settings.McpWait)}. StataRuns {ProductVersion.Text}.");
        return text.ToString();
    }
}
