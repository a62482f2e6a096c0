using System.CommandLine;
using System.Text.Json;
using StataRuns.McpFrontend.Cli.Connecting;

namespace StataRuns.McpFrontend.Cli.Verbs;

/// <summary><c>stop</c>: ends the service; runs go on.</summary>
internal static class StopVerb
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(20);

    public static Command Create(Func<ParseResult, Invocation> invoke)
    {
        var json = WatchOptions.Json("Print what was stopped as JSON.");
        var verb = new Command("stop", "End the service; runs go on.") { json };
        verb.SetAction((parsed, cancellation) => RunAsync(invoke(parsed), parsed.GetValue(json), cancellation));
        return verb;
    }

    private static async Task<int> RunAsync(Invocation invocation, bool json, CancellationToken cancellationToken)
    {
        if (invocation.Server is { } server)
        {
            throw new CliException(
                $"A key ends no service: who runs {server.Url} ends it, on its own machine. \"stataruns stop --server none\" ends this machine's own.", ExitCode.WrongUsage);
        }

        var data = invocation.Settings.Host.DataDirectory;
        if (invocation.Access.Find() is not { } service)
        {
            Answer(json, new StopJson(false, data, null, null), $"No service is running on {data}.");
            return ExitCode.Succeeded;
        }

        try
        {
            await invocation.Access.StopAsync(service, cancellationToken);
        }
        catch (Exception e) when (ServiceLoss.Is(e) && !service.Process.IsAlive())
        {
            // It went while it was being asked.
        }

        var begun = TimeProvider.System.GetTimestamp();
        while (service.Process.IsAlive())
        {
            if (TimeProvider.System.GetElapsedTime(begun) > Patience)
            {
                throw new CliException($"The service (process {service.ProcessId}) was asked to end and is still there.", ExitCode.LostOrUnreachable);
            }

            await Task.Delay(Glance, cancellationToken);
        }

        Answer(json, new StopJson(true, data, service.Url, service.ProcessId), "The service has ended. Runs go on, and are found again by the next one.");
        return ExitCode.Succeeded;
    }

    private static void Answer(bool json, StopJson answer, string sentence)
    {
        if (json)
        {
            Say.Json(JsonSerializer.Serialize(answer, CliJson.Printed.StopJson));
        }
        else
        {
            Say.Answer(sentence);
        }
    }
}
