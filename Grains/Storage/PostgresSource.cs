using Npgsql;
using StataRuns.Configuration;
using StataRuns.Hosts;

namespace StataRuns.Storage;

/// <summary>
/// Connections to the cluster's database. Whatever the connection string says holds; what it leaves open is set so that a
/// database that is gone is noticed in seconds.
/// </summary>
internal static class PostgresSource
{
    private static readonly (string Keyword, object Value)[] Defaults =
    [
        ("Application Name", "stataruns"),
        ("Keepalive", 15), // a server that lost its power sends no farewell
        ("Timeout", 5),
        ("Command Timeout", 10),
        ("Maximum Pool Size", 20),
        ("Max Auto Prepare", 50),
        ("Auto Prepare Min Usages", 2),
        ("No Reset On Close", true), // sessions are given no state that the next user would have to be spared; else each use costs six more statements
        ("GSS Encryption Mode", "Disable"), // else each new connection asks for a Kerberos realm by name, and where no name server answers waits for it
    ];

    /// <summary>Makes the source; it connects to nothing yet.</summary>
    /// <exception cref="ConfigurationException">The connection string is none.</exception>
    public static NpgsqlDataSource Create(ClusterSettings settings)
    {
        // Measurements name the source, and would else do so by its connection string: where, and as whom.
        var builder = new NpgsqlDataSourceBuilder(Complete(settings.ConnectionString).ConnectionString) { Name = "stataruns" };
        return builder.Build();
    }

    /// <summary>The connection string with what it leaves open.</summary>
    /// <exception cref="ConfigurationException">It is none.</exception>
    public static NpgsqlConnectionStringBuilder Complete(string connectionString)
    {
        try
        {
            var complete = new NpgsqlConnectionStringBuilder(connectionString);
            foreach (var (keyword, value) in Defaults)
            {
                if (!complete.ShouldSerialize(keyword))
                {
                    complete[keyword] = value;
                }
            }

            return complete.Host is not null
                ? complete
                : throw new ConfigurationException("StataRuns:Cluster:ConnectionString names no Host.");
        }
        catch (Exception e) when (e is ArgumentException or FormatException or InvalidCastException)
        {
            // The value holds a password: it is not repeated.
            throw new ConfigurationException($"StataRuns:Cluster:ConnectionString is no connection string of PostgreSQL: {e.Message.ReplaceLineEndings(" ")}");
        }
    }
}
