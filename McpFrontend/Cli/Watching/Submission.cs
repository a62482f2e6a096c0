using System.Text.Json;
using StataRuns.McpFrontend.Cli.Connecting;
using StataRuns.McpFrontend.Cli.Servers;
using StataRuns.McpFrontend.Mcp.Calls;
using StataRuns.McpFrontend.Mcp.Snapshots;

namespace StataRuns.McpFrontend.Cli.Watching;

/// <summary>A do-file to run, as it is handed in.</summary>
internal sealed record Submission
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Absolute path of the do-file.</summary>
    public required string FilePath { get; init; }

    /// <summary>The do-file's arguments.</summary>
    public required IReadOnlyList<string> Arguments { get; init; }

    /// <summary>Absolute path of the folder in which it runs; null for its own.</summary>
    public string? WorkingDir { get; init; }

    /// <summary>Variables for the run.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>The earlier run whose variables it gets; null for none.</summary>
    public string? EnvironmentOf { get; init; }

    /// <summary>A name for the run; null for none.</summary>
    public string? Label { get; init; }

    /// <summary>Its wall time; null for the service's default.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>The stand-in is to run it; else Stata.</summary>
    public required bool StandIn { get; init; }

    /// <summary>
    /// Hands it in. If the connection breaks before the answer comes, nobody knows whether it was accepted: asked again under
    /// the same key, the service answers with the run that it made, or makes it.
    /// </summary>
    /// <returns>The connection that brought the answer, and the run.</returns>
    public async Task<(ServiceClient Client, SnapshotJson Run)> SendAsync(ServiceAccess access, Action<string> say, CancellationToken cancellationToken)
    {
        var key = CallKey.New();
        var client = await access.EnsureAsync(cancellationToken);
        while (true)
        {
            try
            {
                return (client, await CallAsync(client, key, cancellationToken));
            }
            catch (Exception e) when (ServiceLoss.Is(e) && !cancellationToken.IsCancellationRequested)
            {
                say(access.Awaited is { } awaited
                    ? $"Connection to {awaited} lost; waiting until it answers again …"
                    : "Connection to the service lost; connecting again …");
            }
            catch
            {
                await client.DisposeAsync();
                throw;
            }

            await client.DisposeAsync();
            client = await access.ReconnectAsync(cancellationToken);
        }
    }

    private async Task<SnapshotJson> CallAsync(ServiceClient client, string key, CancellationToken cancellationToken)
    {
        var info = await client.CallAsync("stata_info", new Dictionary<string, object?>(), McpJson.Default.InfoJson, Patience, cancellationToken);
        if (info.StandIn != StandIn)
        {
            // One must never be taken for the other.
            throw new CliException(
                $"The service at {client.Service.Url} runs {(info.StandIn ? "the stand-in, not Stata" : "Stata, not the stand-in")}; {Instead(client, info.StandIn)}.",
                ExitCode.WrongUsage);
        }

        return await RunFileAsync(client, key, cancellationToken);
    }

    private static string Instead(ServiceClient client, bool isStandIn) =>
        client.Service.Record is not null ? "stop it, or choose another data folder"
        : isStandIn ? $"say --stand-in with {ServerChoice.Option} {client.Service.Url} if its numbers are what you want"
        : "leave --stand-in out";

    /// <summary>A server that cannot use a path says so in its own words; that paths are the server's is for the person at another machine to know.</summary>
    private async Task<SnapshotJson> RunFileAsync(ServiceClient client, string key, CancellationToken cancellationToken)
    {
        try
        {
            return await CallRunFileAsync(client, key, cancellationToken);
        }
        catch (ToolRefusedException e) when (client.Service.Record is null && (e.Message.Contains(FilePath, StringComparison.Ordinal) || (WorkingDir is not null && e.Message.Contains(WorkingDir, StringComparison.Ordinal))))
        {
            throw new ToolRefusedException(
                $"{e.Message.TrimEnd()} That is what {client.Service.Url} says: files are read by the server, so name the path that the file has there.");
        }
    }

    private Task<SnapshotJson> CallRunFileAsync(ServiceClient client, string key, CancellationToken cancellationToken) => client.CallAsync(
        "stata_run_file",
        new Dictionary<string, object?>
        {
            ["file_path"] = FilePath,
            ["arguments"] = Arguments,
            ["working_dir"] = WorkingDir,
            // Left out where there is none: a service of the version before knows neither.
            ["environment"] = Environment.Count > 0 ? JsonSerializer.SerializeToNode(Environment.ToDictionary()) : null,
            ["label"] = Label,
            ["timeout"] = Timeout?.TotalSeconds,
            // A terminal joins what runs, and never shows what ran before instead of running.
            ["rerun"] = true,
            ["wait"] = 0,
            ["output"] = "none",
        },
        McpJson.Default.SnapshotJson,
        Patience,
        cancellationToken,
        key: key,
        environmentOf: EnvironmentOf);
}
