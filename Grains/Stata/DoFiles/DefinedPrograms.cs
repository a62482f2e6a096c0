using System.Text;

namespace StataRuns.Stata;

/// <summary>The programs that a run has defined by its do-files, by name. Those of ado-files are not known.</summary>
internal sealed class DefinedPrograms
{
    /// <summary>Of one program; further ones are not looked at.</summary>
    private const int MostDefinitions = 50;

    private readonly Dictionary<string, List<(DoFile File, int Line)>> _definitions = new(StringComparer.Ordinal);

    /// <summary>All that stand in the lines that were reached. Where a name was defined more than once, any of its definitions may be in force.</summary>
    public DefinedPrograms(IEnumerable<ReachedLine> reached)
    {
        foreach (var (file, line, _) in reached)
        {
            if (file.CodeLines[line].Kind != DoCommandKind.Program || NameOf(file.Code(line)) is not { Length: > 0 } name)
            {
                continue;
            }

            var known = _definitions.TryGetValue(name, out var list) ? list : _definitions[name] = [];
            if (known.Count < MostDefinitions && !known.Contains((file, line)))
            {
                known.Add((file, line));
            }
        }
    }

    /// <summary>The definitions of the program that a command calls: the file and the line where each begins. Empty where it calls none that is known.</summary>
    public IReadOnlyList<(DoFile File, int Line)> CalledBy(ReadOnlySpan<byte> command)
    {
        var words = new CommandWords(command);
        words.SkipPrefixes();
        var name = Encoding.ASCII.GetString(words.Next());
        return words.Rest.IsEmpty || words.Rest[0] is (byte)' ' or (byte)'\t' or (byte)',' or (byte)'"' or (byte)'`' or (byte)'\r' or (byte)'\n'
            ? _definitions.GetValueOrDefault(name) ?? []
            : [];
    }

    /// <summary>[P] program: <c>program [define] name [, …]</c>.</summary>
    private static string NameOf(ReadOnlySpan<byte> code)
    {
        var words = new CommandWords(code);
        words.SkipPrefixes();
        words.Next();
        var first = words.Next();
        var second = CommandWords.Is(first, "define"u8, 2) ? words.Next() : [];
        return Encoding.ASCII.GetString(second.IsEmpty ? first : second);
    }
}
