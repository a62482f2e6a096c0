using System.Runtime.InteropServices;
using StataRuns.Configuration;
using StataRuns.Silo.Serve;

namespace StataRuns.Silo.Cli;

/// <summary>No verb: the silo itself.</summary>
internal static class ServeVerb
{
    /// <summary>Runs a silo until it is told to end.</summary>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, bool standIn)
    {
        SettingArguments.Check(arguments);
        var configuration = ConfigurationSources.Read(arguments);
        var reader = new SettingsReader(configuration);
        var cluster = reader.Cluster() ?? throw new ConfigurationException(
            "StataRuns:Cluster:ConnectionString is not set: a silo is a host of a cluster, whose state is in PostgreSQL. For a service of one machine start stataruns, which needs no other server.");

        using var end = new CancellationTokenSource();
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
        try
        {
            await SiloProgram.RunAsync(
                reader.Host(standIn), cluster, configuration["urls"] is { Length: > 0 } urls ? urls : null, end.Token);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // Told to end while it was still waiting.
        }

        return 0;

        void End(PosixSignalContext signal)
        {
            signal.Cancel = true;
            end.Cancel();
        }
    }
}
