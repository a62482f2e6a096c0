using Npgsql;
using StataRuns.Storage;

namespace StataRuns.Hosts;

/// <summary>What silo and gateway settle with the cluster's database before they start.</summary>
internal static class ClusterDatabase
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Brings the schema forward where this role may, and takes the host's name for this data folder.
    /// </summary>
    /// <returns>The cluster's secret id.</returns>
    /// <exception cref="StartException">The schema does not fit, or the name is another folder's.</exception>
    public static Task<string> JoinAsync(HostSettings settings, ClusterSettings cluster, NpgsqlDataSource source, CancellationToken end) =>
        WaitAsync(() => TryJoinAsync(settings, cluster, source), end);

    /// <summary>Asks for the cluster's secret id, as a gateway does, which changes nothing.</summary>
    /// <exception cref="StartException">There is no cluster in this database.</exception>
    public static Task<string> FindAsync(ClusterSettings cluster, NpgsqlDataSource source, CancellationToken end) =>
        WaitAsync(() => Task.FromResult(ClusterIdentity.Of(cluster, source)), end);

    /// <summary>
    /// A database that does not answer is waited for: machines and their services start in any order, and runs go on meanwhile.
    /// </summary>
    private static async Task<string> WaitAsync(Func<Task<string>> ask, CancellationToken end)
    {
        string? said = null;
        while (true)
        {
            try
            {
                return await ask();
            }
            catch (SchemaException e)
            {
                throw new StartException(e.Message);
            }
            catch (NpgsqlException e) when (IsPassing(e))
            {
                var trouble = DatabaseTrouble.Of(e) ?? e.Message;
                if (trouble != said)
                {
                    await Console.Error.WriteLineAsync($"Waiting for the database. {trouble}");
                    said = trouble;
                }

                await Task.Delay(Pause, end);
            }
            catch (NpgsqlException e)
            {
                throw new StartException(DatabaseTrouble.Of(e) ?? $"The database cannot be used: {e.Message.ReplaceLineEndings(" ")}");
            }
        }
    }

    private static async Task<string> TryJoinAsync(HostSettings settings, ClusterSettings cluster, NpgsqlDataSource source)
    {
        var sql = new SqlText("postgresql");
        new PostgresSchema(source, sql).Prepare();
        if (!await new ClusterRegistry(source, sql, TimeProvider.System).RegisterAsync(settings.Host, FolderIdentity.Of(settings)))
        {
            throw new StartException(
                $"Another data folder has the host name \"{settings.Host}\" in this cluster, and runs are named after it: set StataRuns:Host to a name of its own, or start with the data folder that it had.");
        }

        return ClusterIdentity.Of(cluster, source);
    }

    /// <summary>Nobody answers, or somebody who is just starting or ending; a wrong password passes by itself never.</summary>
    private static bool IsPassing(NpgsqlException failure) => failure is not PostgresException || failure.IsTransient;
}
