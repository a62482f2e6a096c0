using Npgsql;
using StataRuns.Configuration;
using StataRuns.Hosts;
using StataRuns.Storage;

namespace StataRuns.Silo.Serve;

/// <summary>A silo from its start to its end.</summary>
internal static class SiloProgram
{
    private static readonly TimeSpan BetweenLives = TimeSpan.FromSeconds(1);

    /// <summary>Runs the silo until it is told to end.</summary>
    /// <exception cref="StartException">It cannot start; the message is the sentence for its user.</exception>
    /// <exception cref="ConfigurationException">A setting is wrong.</exception>
    public static async Task RunAsync(HostSettings settings, ClusterSettings cluster, string? urls, CancellationToken end)
    {
        settings = settings with { DataDirectory = DataDirectory.Prepare(settings.DataDirectory) };
        var record = ServiceRecord.PathIn(settings.DataDirectory);
        using var folder = DataFolderLock.Take(settings, () => ServiceRecord.Holder(record, settings.DataDirectory));
        settings = HostFile.Settle(settings);
        File.Delete(record); // what a silo that was killed left behind

        await using var source = PostgresSource.Create(cluster);
        var clusterId = await ClusterDatabase.JoinAsync(settings, cluster, source, end);

        // Whatever keeps it out, a silo tries again under the same name; its runs do not notice.
        while (await OneLife.RunAsync(settings, cluster, clusterId, source, urls, end) is var how and not LifeEnd.Told)
        {
            await Console.Error.WriteLineAsync(how is LifeEnd.DeclaredDead
                ? "The other silos had declared this one dead (a split network, or a machine that stood still): it joins again. Its runs went on."
                : "Other silos of the cluster cannot be reached from here (a split network, or certificates that do not fit): it tries again. Its runs go on.");
            await Task.Delay(BetweenLives, end);
        }
    }
}
