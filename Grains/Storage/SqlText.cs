using System.Globalization;
using System.Reflection;

namespace StataRuns.Storage;

/// <summary>The SQL of one database system, as it lies in <c>sql/</c> and was built into the assembly.</summary>
/// <param name="system">The folder: <c>sqlite</c> or <c>postgresql</c>.</param>
internal sealed class SqlText(string system)
{
    private static readonly Assembly Home = typeof(SqlText).Assembly;

    /// <summary>A query by its file's name.</summary>
    public string Query(string name) => Read($"sql/{system}/queries/{name}.sql");

    /// <summary>Leaves out the lines of a query whose parameter is not given (<c>--? name</c>), or is (<c>--! name</c>).</summary>
    public static string OnlyGiven(string text, IReadOnlyCollection<string> given) =>
        string.Join('\n', text.Split('\n').Where(line => Names(line, "--? ") is not { } wanted || given.Contains(wanted))
            .Where(line => Names(line, "--! ") is not { } excluded || !given.Contains(excluded)));

    private static string? Names(string line, string mark) =>
        line.IndexOf(mark, StringComparison.Ordinal) is var at and >= 0 ? line[(at + mark.Length)..].Trim() : null;

    /// <summary>A script that is applied as often as need be, by its file's name.</summary>
    public string Text(string name) => Read($"sql/{system}/{name}.sql");

    /// <summary>The numbered schema scripts, in order.</summary>
    public IReadOnlyList<SchemaScript> Schema()
    {
        var folder = $"sql/{system}/schema/";
        return
        [
            .. Home.GetManifestResourceNames()
                .Where(name => name.StartsWith(folder, StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
                .Select(name => new SchemaScript(int.Parse(name.AsSpan(folder.Length, 4), CultureInfo.InvariantCulture), name[folder.Length..], Read(name))),
        ];
    }

    private static string Read(string resource)
    {
        using var stream = Home.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"{resource} was not built into {Home.GetName().Name}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
