using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using StataRuns.McpFrontend.Cli.Connecting;
using StataRuns.McpFrontend.Cli.Display;
using StataRuns.McpFrontend.Cli.Servers;
using StataRuns.McpFrontend.Mcp.Snapshots;

namespace StataRuns.McpFrontend.Cli.Verbs;

/// <summary><c>status</c>: is a service running, where, since when, what does it run. Starts none.</summary>
internal static class StatusVerb
{
    public static Command Create(Func<ParseResult, Invocation> invoke)
    {
        var json = WatchOptions.Json("The same as JSON.");
        var verb = new Command("status", "Say where the service is, since when, what it runs.") { json };
        verb.SetAction((parsed, cancellation) => RunAsync(invoke(parsed), parsed.GetValue(json), cancellation));
        return verb;
    }

    private static async Task<int> RunAsync(Invocation invocation, bool json, CancellationToken cancellationToken)
    {
        if (invocation.Server is { } server)
        {
            return await OfServerAsync(server, json, cancellationToken);
        }

        var data = invocation.Settings.Host.DataDirectory;
        if (invocation.Access.Find() is not { } service)
        {
            if (json)
            {
                Say.Json(Json(new StatusJson(false, data, null, null, null, null)));
            }
            else
            {
                Say.Answer(invocation.MayHaveRuns ? invocation.Access.NoneRuns().Message : $"No service is running on {data}: no runs yet.");
            }

            // Where no run was ever made, no service is missing.
            return invocation.MayHaveRuns ? ExitCode.LostOrUnreachable : ExitCode.Succeeded;
        }

        using var plain = invocation.Access.Open(service);
        var info = await plain.GetAsync("/service", McpJson.Default.InfoJson, cancellationToken);
        if (json)
        {
            Say.Json(Json(new StatusJson(true, data, service.Url, service.ProcessId, SnapshotJson.Time(service.StartedAt), info)));
            return ExitCode.Succeeded;
        }

        var since = service.StartedAt.ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
        var up = Words.Span((DateTimeOffset.UtcNow - service.StartedAt).TotalSeconds);
        Say.Answer($"running   {service.Url} (MCP at {service.Url.TrimEnd('/')}/mcp)");
        Say.Answer(string.Create(CultureInfo.InvariantCulture, $"process   {service.ProcessId}, since {since} ({up})"));
        Say.Answer($"version   {service.Version}");
        SayLoad(info, $"data      {data}");
        return ExitCode.Succeeded;
    }

    /// <summary>A server elsewhere: whose the key is takes the place of process and data folder, which are its own affair.</summary>
    private static async Task<int> OfServerAsync(RemoteServer server, bool json, CancellationToken cancellationToken)
    {
        using var plain = new ServiceHttp(server.Place, server.Key);
        InfoJson info;
        try
        {
            info = await RemoteProbe.HearAsync(plain, cancellationToken);
        }
        catch (UnreachableException) when (json)
        {
            Say.Json(Json(new StatusJson(false, null, server.Url, null, null, null)));
            return ExitCode.LostOrUnreachable;
        }

        if (json)
        {
            Say.Json(Json(new StatusJson(true, null, server.Url, null, null, info)));
            return ExitCode.Succeeded;
        }

        Say.Answer($"running   {server.Url} (MCP at {server.Url}/mcp), by {server.Source}");
        Say.Answer($"owner     {info.Owner}");
        Say.Answer($"version   {info.Version}");
        SayLoad(info, data: null);
        return ExitCode.Succeeded;
    }

    private static void SayLoad(InfoJson info, string? data)
    {
        var engine = info.EngineMissing is { } missing ? Cells.OneLine(missing)
            : $"{info.Engine}{(info.StandIn ? " (the stand-in, not Stata)" : "")}{(info.EnginePath is { } path ? $" · {path}" : "")}";
        Say.Answer($"engine    {engine}");
        Say.Answer(string.Create(CultureInfo.InvariantCulture, $"runs      {info.Seats.Used} running, {info.Seats.Waiting} queued, {info.Seats.Total} {(info.Seats.Total == 1 ? "seat" : "seats")}"));
        if (data is not null)
        {
            Say.Answer(data);
        }

        foreach (var runId in info.Seats.Running)
        {
            Say.Answer($"          {runId}");
        }

        if (info.Seats.OwnRunning > info.Seats.Running.Count)
        {
            Say.Answer(string.Create(CultureInfo.InvariantCulture, $"          and {info.Seats.OwnRunning - info.Seats.Running.Count} more: stataruns ps"));
        }
    }

    private static string Json(StatusJson status) => JsonSerializer.Serialize(status, CliJson.Printed.StatusJson);
}
