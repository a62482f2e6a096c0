using System.CommandLine;
using StataRuns.McpFrontend.Cli.Connecting;

namespace StataRuns.McpFrontend.Cli.Verbs;

/// <summary><c>stop</c>: ends the service; runs go on.</summary>
internal static class StopVerb
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(20);

    public static Command Create(Func<ParseResult, Invocation> invoke)
    {
        var verb = new Command("stop", "End the service; runs go on.");
        verb.SetAction((parsed, cancellation) => RunAsync(invoke(parsed), cancellation));
        return verb;
    }

    private static async Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        if (invocation.Server is { } server)
        {
            throw new CliException(
                $"A key ends no service: who runs {server.Url} ends it, on its own machine. \"stataruns stop --server none\" ends this machine's own.", ExitCode.WrongUsage);
        }

        if (invocation.Access.Find() is not { } service)
        {
            Say.Answer($"No service is running on {invocation.Settings.Host.DataDirectory}.");
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

        Say.Answer("The service has ended. Runs go on, and are found again by the next one.");
        return ExitCode.Succeeded;
    }
}
