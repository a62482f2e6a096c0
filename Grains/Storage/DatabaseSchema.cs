namespace StataRuns.Storage;

/// <summary>
/// Brings a database to the program's schema, forward only, one script a transaction. Two programs that start at once are
/// as good as one.
/// </summary>
/// <param name="sql">The database system's scripts.</param>
internal abstract class DatabaseSchema(SqlText sql)
{
    /// <summary>Applies the scripts that the database has not seen.</summary>
    /// <returns>Those that this call applied.</returns>
    /// <exception cref="SchemaException">The database is of a newer program, or this one may not change it.</exception>
    public IReadOnlyList<SchemaScript> BringForward()
    {
        var scripts = sql.Schema();
        var newest = scripts[^1].Number;
        var found = Version(newest);
        if (found.Number <= newest)
        {
            return [.. scripts.Where(script => script.Number > found.Number && Apply(script))];
        }

        return found.CompatibleFrom <= newest ? [] : throw new SchemaException(
            $"The database has schema {found.Number}; this program knows {newest} at most. Start the newer program that wrote it, or choose another {Place}.");
    }

    /// <summary>The setting that names the database.</summary>
    protected abstract string Place { get; }

    /// <summary>What the database has seen.</summary>
    /// <param name="newest">The newest script that this program knows.</param>
    protected abstract SchemaVersion Version(int newest);

    /// <summary>Applies a script unless somebody has done so meanwhile, with its number in the script's own transaction: a kill leaves the database before it or behind it.</summary>
    /// <returns>Was it applied by this call?</returns>
    protected abstract bool Apply(SchemaScript script);
}

/// <summary>How far a database is.</summary>
/// <param name="Number">The newest script it has seen; 0 for none.</param>
/// <param name="CompatibleFrom">The newest script that a program must know to use it.</param>
internal readonly record struct SchemaVersion(int Number, int CompatibleFrom);
