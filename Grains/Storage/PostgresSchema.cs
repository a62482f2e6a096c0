using System.Globalization;
using System.Security.Cryptography;
using Npgsql;

namespace StataRuns.Storage;

/// <summary>
/// The cluster's database. Silos of two versions may use it at once while one after the other is renewed: a script says which
/// programs can go on with what it changed (<see cref="SchemaScript.CompatibleFrom"/>).
/// </summary>
/// <remarks>
/// A cluster is renewed in this order: the database (<c>stataruns-silo migrate</c>), the silos one by one, the gateways last. A
/// silo never meets a schema without what it needs then, and a gateway, which may ask for what is new, never meets a silo that
/// does not know it. What is stored and said on the way keeps to the rules at <see cref="Runs.RunState"/> and
/// <see cref="Runs.RunSnapshot"/>.
/// </remarks>
internal sealed class PostgresSchema(NpgsqlDataSource source, SqlText sql) : DatabaseSchema(sql)
{
    private const long LockKey = 0x5374_6174_6152_756e; // "StataRun": whoever migrates holds it to the end of the transaction

    // A table of a million rows is changed in minutes, and a service that starts meanwhile waits for it.
    private const int NoLimit = 0;

    private const string Migrate = "\"stataruns-silo migrate\" as a role that owns the database's tables";

    private readonly SqlText _sql = sql;

    protected override string Place => "StataRuns:Cluster:ConnectionString";

    /// <summary>
    /// What a silo does at its start: with a role that may change the schema it brings it forward, with any other it makes sure that
    /// there is nothing to do.
    /// </summary>
    /// <exception cref="SchemaException">The database is of a newer program, or is to be migrated by somebody who may.</exception>
    public void Prepare()
    {
        // Without an id a first migration broke off half-way.
        if (BringForward().Count > 0 || !HasId())
        {
            SetUp();
        }
    }

    /// <summary>
    /// Makes what a cluster has beside its tables, where it is not there yet: the secret id and the two roles, with what they may do.
    /// </summary>
    /// <exception cref="SchemaException">This role may not.</exception>
    public PostgresSetup SetUp()
    {
        try
        {
            return MakeSetup();
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            throw new SchemaException($"This role may not set up a cluster ({e.MessageText}): run {Migrate}.");
        }
    }

    private PostgresSetup MakeSetup()
    {
        using var connection = source.OpenConnection();
        using var transaction = connection.BeginTransaction();
        Lock(connection);

        // 128 bits that nobody can guess: whoever knows the id and reaches a silo's port can start programs.
        using var made = new NpgsqlCommand("INSERT INTO cluster (id) VALUES ($1) ON CONFLICT DO NOTHING", connection)
        {
            Parameters = { new() { Value = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)) } },
        };
        var isNewId = made.ExecuteNonQuery() == 1;
        var missing = PostgresRoles.Names.Where(name => !PostgresRoles.Ensure(connection, transaction, name)).ToList();
        Execute(connection, _sql.Text("roles"));
        transaction.Commit();
        return new PostgresSetup(isNewId, missing);
    }

    protected override SchemaVersion Version(int newest)
    {
        using var connection = source.OpenConnection();
        if (!HasVersions(connection))
        {
            return default;
        }

        // Of the scripts that this program does not know, each may ask for something.
        using var command = new NpgsqlCommand(
            "SELECT coalesce(max(number), 0), coalesce(max(compatible_from) FILTER (WHERE number > $1), 0) FROM schema_version", connection)
        {
            Parameters = { new() { Value = newest } },
        };
        using var reader = command.ExecuteReader();
        reader.Read();
        return new SchemaVersion(reader.GetInt32(0), reader.GetInt32(1));
    }

    protected override bool Apply(SchemaScript script)
    {
        try
        {
            using var connection = source.OpenConnection();
            using var transaction = connection.BeginTransaction();
            Lock(connection);
            if (!HasVersions(connection))
            {
                Execute(connection, _sql.Text("schema_version"));
            }

            using var note = new NpgsqlCommand(
                "INSERT INTO schema_version (number, name, compatible_from) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING", connection)
            {
                Parameters = { new() { Value = script.Number }, new() { Value = script.Name }, new() { Value = script.CompatibleFrom } },
            };
            if (note.ExecuteNonQuery() == 0)
            {
                return false;
            }

            Execute(connection, script.Text);
            transaction.Commit();
            return true;
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            throw new SchemaException(
                $"The database lacks {script.Name} of the schema, and this role may not change it ({e.MessageText}): run {Migrate}.");
        }
    }

    private bool HasId()
    {
        using var command = source.CreateCommand("SELECT EXISTS (SELECT FROM cluster)");
        return (bool)command.ExecuteScalar()!;
    }

    private static bool HasVersions(NpgsqlConnection connection)
    {
        using var command = new NpgsqlCommand("SELECT to_regclass('schema_version') IS NOT NULL", connection);
        return (bool)command.ExecuteScalar()!;
    }

    private static void Lock(NpgsqlConnection connection) =>
        Execute(connection, $"SELECT pg_advisory_xact_lock({LockKey.ToString(CultureInfo.InvariantCulture)})");

    private static void Execute(NpgsqlConnection connection, string text)
    {
#pragma warning disable CA2100 // the text is built into this assembly
        using var command = new NpgsqlCommand(text, connection) { CommandTimeout = NoLimit };
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}

/// <summary>What <see cref="PostgresSchema.SetUp"/> found.</summary>
/// <param name="IsNewId">The cluster has its secret id since now.</param>
/// <param name="MissingRoles">Roles that are not there, and that this user may not make.</param>
internal sealed record PostgresSetup(bool IsNewId, IReadOnlyList<string> MissingRoles);
