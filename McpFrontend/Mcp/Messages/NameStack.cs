using System.Text;

namespace StataRuns.McpFrontend.Mcp.Messages;

/// <summary>
/// The names of the objects that are open at one point of a JSON text, to find one that stands twice. Few names are compared one by
/// one, without an allocation; an object with many gets a set, so that no message makes the check quadratic.
/// </summary>
internal sealed class NameStack
{
    private const int MostCompared = 16;

    private readonly List<(int Start, int Length)> _names = new(MostCompared);
    private readonly Stack<(int First, HashSet<string>? Set)> _objects = new();

    /// <summary>An object begins.</summary>
    public void Open() => _objects.Push((_names.Count, null));

    /// <summary>The object that began last ends.</summary>
    public void Close()
    {
        var (first, _) = _objects.Pop();
        _names.RemoveRange(first, _names.Count - first);
    }

    /// <summary>Adds a name to the object that is open.</summary>
    /// <param name="text">The whole JSON text.</param>
    /// <param name="start">Where the name stands in it, without quotes and as it is written.</param>
    /// <param name="length">How many bytes it has there.</param>
    /// <param name="unescaped">The name, where it is written with escapes; else null.</param>
    /// <param name="ignoresCase">Do names that differ in case alone count as one?</param>
    /// <returns>False if the object has it already.</returns>
    public bool TryAdd(ReadOnlySpan<byte> text, int start, int length, string? unescaped, bool ignoresCase)
    {
        var (first, set) = _objects.Peek();
        var name = text.Slice(start, length);
        if (set is null && unescaped is null && _names.Count - first < MostCompared && Ascii.IsValid(name))
        {
            for (var i = first; i < _names.Count; i++)
            {
                var other = text.Slice(_names[i].Start, _names[i].Length);
                if (ignoresCase ? Ascii.EqualsIgnoreCase(name, other) : name.SequenceEqual(other))
                {
                    return false;
                }
            }

            _names.Add((start, length));
            return true;
        }

        if (set is null)
        {
            set = new HashSet<string>(ignoresCase ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal);
            for (var i = first; i < _names.Count; i++)
            {
                set.Add(Encoding.UTF8.GetString(text.Slice(_names[i].Start, _names[i].Length)));
            }

            _objects.Pop();
            _objects.Push((first, set));
        }

        return set.Add(unescaped ?? Encoding.UTF8.GetString(name));
    }
}
