using System.Globalization;

namespace StataRuns.Storage;

/// <summary>A numbered script of a database's schema.</summary>
/// <param name="Number">Its place; scripts are applied in order, each once.</param>
/// <param name="Name">Its file's name.</param>
/// <param name="Text">SQL.</param>
internal sealed record SchemaScript(int Number, string Name, string Text)
{
    private const string Mark = "-- compatible-from:";

    /// <summary>
    /// The newest script that a program must know to go on with a database which has this one. A script that takes nothing away
    /// from the programs before it says so in a line <c>-- compatible-from: N</c>; any other is for programs that know it.
    /// </summary>
    public int CompatibleFrom { get; } = Text.Split('\n')
        .Where(line => line.StartsWith(Mark, StringComparison.Ordinal))
        .Select(line => int.Parse(line.AsSpan(Mark.Length), CultureInfo.InvariantCulture))
        .FirstOrDefault(Number);
}
