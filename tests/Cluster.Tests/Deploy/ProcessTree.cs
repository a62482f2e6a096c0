using System.Globalization;

namespace StataRuns.Cluster.Tests.Deploy;

/// <summary>Who is whose child, by Linux's own word.</summary>
internal static class ProcessTree
{
    /// <summary>The children of a process; none if it has ended.</summary>
    public static IReadOnlyList<int> Children(int id) =>
    [
        .. from process in All()
           where process.Parent == id
           select process.Id,
    ];

    /// <summary>The name and state of a process; null if it has ended.</summary>
    public static (string Name, char State)? Of(int id) => Read(id) is { } found ? (found.Name, found.State) : null;

    private static IEnumerable<(int Id, int Parent, string Name, char State)> All() => Directory.EnumerateDirectories("/proc")
        .Select(folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var id) ? Read(id) : null)
        .OfType<(int, int, string, char)>();

    private static (int Id, int Parent, string Name, char State)? Read(int id)
    {
        try
        {
            // The name stands in parentheses, and may hold anything itself.
            var text = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{id}/stat"));
            var (begin, end) = (text.IndexOf('(', StringComparison.Ordinal), text.LastIndexOf(')'));
            var rest = text[(end + 2)..].Split(' ');
            return (id, int.Parse(rest[1], CultureInfo.InvariantCulture), text[(begin + 1)..end], rest[0][0]);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
