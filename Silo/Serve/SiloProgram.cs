using Npgsql;
using StataRuns.Configuration;
using StataRuns.Hosts;
using StataRuns.Storage;

namespace StataRuns.Silo.Serve;

/// <summary>A silo from its start to its end.</summary>
internal static class SiloProgram
{
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

        // Declared dead by the others after a split, a silo begins anew under the same name; its runs do not notice.
        while (await OneLife.RunAsync(settings, cluster, clusterId, source, urls, end) is LifeEnd.DeclaredDead)
        {
            await Console.Error.WriteLineAsync("The other silos had given this one up (a split network, or a machine that stood still): it joins them anew. Its runs went on.");
        }
    }
}
