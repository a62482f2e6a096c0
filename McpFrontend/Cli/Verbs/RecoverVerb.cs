using System.CommandLine;
using Microsoft.Extensions.Logging;
using StataRuns.Configuration;
using StataRuns.Hosts;
using StataRuns.McpFrontend.Cli.Display;
using StataRuns.McpFrontend.Serve;
using StataRuns.Runs;

namespace StataRuns.McpFrontend.Cli.Verbs;

/// <summary><c>recover</c>: rebuilds the runs of a data folder whose database was lost, from their folders.</summary>
internal static class RecoverVerb
{
    public static Command Create(Func<ParseResult, Invocation> invoke)
    {
        var owner = new Option<string?>("--owner") { Description = "Whose the runs are that keep no record of it (those of version 0.1.0). Default: the user of this machine.", HelpName = "NAME" };
        var verb = new Command("recover", "Rebuild the runs of a data folder whose database was lost.") { owner };
        verb.SetAction((parsed, cancellation) => RunAsync(invoke(parsed).Settings, parsed.GetValue(owner), cancellation));
        return verb;
    }

    private static async Task<int> RunAsync(ServiceSettings settings, string? owner, CancellationToken cancellationToken)
    {
        if (settings.Cluster is not null)
        {
            throw new CliException("The runs of a cluster are in its PostgreSQL database: restore that from its backup.", ExitCode.WrongUsage);
        }

        settings = settings with { Host = settings.Host with { DataDirectory = DataDirectory.Prepare(settings.Host.DataDirectory) } };
        try
        {
            using var folder = Service.LockFolder(settings);
            GatewayFolder.Refuse(settings.Host.DataDirectory);
            if (!LostDatabase.Is(settings.Host))
            {
                Say.Answer($"There is nothing to rebuild in {settings.Host.DataDirectory}: its database is there, or it has no runs.");
                return ExitCode.Succeeded;
            }

            return await RebuildAsync(HostFile.Settle(Named(settings.Host)), owner ?? Environment.UserName, cancellationToken);
        }
        catch (Exception e) when (StartFailure.Reason(e) is { } reason)
        {
            throw new CliException(reason, ExitCode.LostOrUnreachable);
        }
    }

    /// <summary>Where the host's name was lost as well, the newest run tells it.</summary>
    private static HostSettings Named(HostSettings host) =>
        File.Exists(host.HostFile) || host.IsHostConfigured ? host
            : host with { Host = LostDatabase.RunsIn(host).OrderBy(id => id.Text, StringComparer.Ordinal).Select(id => id.Host).LastOrDefault(host.Host) };

    private static async Task<int> RebuildAsync(HostSettings host, string owner, CancellationToken cancellationToken)
    {
        PrivateFile.Write(LostDatabase.Mark(host), "");
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.ClearProviders();
        builder.AddStataRunsHost(host);
        using var app = builder.Build();
        await app.StartAsync(cancellationToken);
        IReadOnlyList<(RunStatus? Status, int Count)> counts;
        try
        {
            counts = await new Recovery(host, app.Services.GetRequiredService<IGrainFactory>(), TimeProvider.System, owner).RunAsync(cancellationToken);
        }
        finally
        {
            await app.StopAsync(CancellationToken.None);
        }

        File.Delete(LostDatabase.Mark(host));
        var rebuilt = counts.Where(count => count.Status is not null).ToList();
        Say.Answer($"Rebuilt {rebuilt.Sum(count => count.Count)} runs in {host.DataDirectory}{(rebuilt.Count == 0 ? "" : $": {string.Join(", ", rebuilt.Select(count => $"{count.Count} {Words.Status(count.Status!.Value.Word())}"))}")}.");
        if (counts.Where(count => count.Status is null).Sum(count => count.Count) is var known and > 0)
        {
            Say.Answer($"{known} were known already.");
        }

        var others = LostDatabase.RunsIn(host).Count(id => id.Host != host.Host);
        if (others > 0)
        {
            Say.Remark($"{others} folders in {host.RunsFolder} are of runs of another host than {host.Host}, and were left alone.");
        }

        return ExitCode.Succeeded;
    }
}
