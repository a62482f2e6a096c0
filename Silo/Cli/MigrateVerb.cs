using System.CommandLine;
using Npgsql;
using StataRuns.Configuration;
using StataRuns.Hosts;
using StataRuns.Storage;

namespace StataRuns.Silo.Cli;

/// <summary><c>migrate</c>: brings the cluster's database to this program's schema, and says what is left for its administrator to do.</summary>
internal static class MigrateVerb
{
    public static Command Create()
    {
        var verb = new Command("migrate", "Bring the cluster's database to this version's schema; the first time it makes the cluster's id and roles.")
        {
            TreatUnmatchedTokensAsErrors = false, // settings: --StataRuns:Key=value
        };
        verb.SetAction(parsed => Run(parsed.UnmatchedTokens));
        return verb;
    }

    private static int Run(IReadOnlyList<string> arguments)
    {
        SettingArguments.Check(arguments);
        var cluster = new SettingsReader(ConfigurationSources.Read(arguments)).Cluster()
            ?? throw new ConfigurationException("StataRuns:Cluster:ConnectionString is not set: there is no database to migrate.");
        using var source = PostgresSource.Create(cluster);
        try
        {
            var schema = new PostgresSchema(source, new SqlText("postgresql"));
            var applied = schema.BringForward();
            Tell(PostgresSource.Complete(cluster.ConnectionString).Database, applied, schema.SetUp());
            return 0;
        }
        catch (SchemaException e)
        {
            throw new StartException(e.Message);
        }
        catch (NpgsqlException e)
        {
            throw new StartException(DatabaseTrouble.Of(e) ?? $"The database could not be migrated: {e.Message.ReplaceLineEndings(" ")}");
        }
    }

    private static void Tell(string? database, IReadOnlyList<SchemaScript> applied, PostgresSetup setup)
    {
        foreach (var script in applied)
        {
            Console.WriteLine($"Applied {script.Name}");
        }

        if (applied.Count == 0)
        {
            Console.WriteLine($"The database {database} has this version's schema already.");
        }

        Console.WriteLine(setup.IsNewId
            ? "The cluster has a new secret id; the database keeps it, and silos and gateways read it there."
            : "The cluster keeps its id.");
        foreach (var role in setup.MissingRoles)
        {
            Console.WriteLine($"This user may not make the role {role}. Let one who may run: {PostgresRoles.Making(role)}; and then migrate again.");
        }

        if (setup.MissingRoles.Count == 0)
        {
            Console.WriteLine(
                $"""
                Users that silos and gateways log in as get their rights by:
                  GRANT {PostgresRoles.Silo} TO user_of_the_silos;
                  GRANT {PostgresRoles.Gateway} TO user_of_the_gateways;
                """);
        }
    }
}
