using System.Runtime.InteropServices;
using System.Text;

namespace StataRuns.Stata;

/// <summary>
/// A do-file as the commands that its log will show. The source is kept as bytes, and texts are made when asked for, so that
/// a file of ten megabytes costs little more than itself.
/// </summary>
internal sealed class DoFile
{
    private const int LongestText = 120;

    private readonly byte[] _source;
    private readonly CodeLine[] _lines;
    private readonly DoCommand[] _commands;

    private DoFile(byte[] source, string? path, CodeLine[] lines, DoCommand[] commands)
    {
        _source = source;
        Path = path;
        _lines = lines;
        _commands = commands;
    }

    /// <summary>Where it was read from, if from a file.</summary>
    public string? Path { get; }

    public IReadOnlyList<DoCommand> Commands => _commands;

    /// <summary>The logical lines that have code, in order.</summary>
    public ReadOnlySpan<CodeLine> CodeLines => _lines;

    /// <summary>What is open at the file's end, the outermost of it; null if all is closed.</summary>
    public UnclosedText? Unclosed { get; private init; }

    /// <summary>Never throws on any bytes; takes time linear in them.</summary>
    public static DoFile Parse(byte[] source, string? path = null)
    {
        List<CodeLine> lines = [];
        var scanner = new DoFileScanner(source);
        while (scanner.Next(out var line))
        {
            lines.Add(line);
        }

        var commands = Group(source, CollectionsMarshal.AsSpan(lines), out var opener);
        return new DoFile(source, path, [.. lines], commands) { Unclosed = UnclosedText.Of(source, lines, scanner.UnclosedComment, opener) };
    }

    /// <summary>A command on one line, shortened.</summary>
    public string Text(DoCommand command) => LineText(command.FirstCodeLine);

    /// <summary>A logical line's code on one line, shortened; comments at its ends are left out.</summary>
    public string LineText(int codeLine) => OneLine(Code(codeLine));

    public ReadOnlySpan<byte> Code(int codeLine) => _source.AsSpan(_lines[codeLine].CodeStart.._lines[codeLine].CodeEnd);

    /// <summary>The file that a logical line runs, if it runs one.</summary>
    public DoCall? CallAt(int codeLine) => DoCall.Parse(Code(codeLine));

    /// <summary>What is echoed of a logical line, its first physical line with anything in it.</summary>
    public ReadOnlySpan<byte> FirstEchoedLine(int codeLine)
    {
        var raw = _source.AsSpan(_lines[codeLine].Start.._lines[codeLine].End);
        var end = raw.IndexOfAny((byte)'\n', (byte)'\r');
        return end < 0 ? raw : raw[..end];
    }

    private static string OneLine(ReadOnlySpan<byte> code)
    {
        var text = Encoding.UTF8.GetString(code[..Math.Min(code.Length, 8 * LongestText)]);
        var line = new StringBuilder(LongestText);
        foreach (var part in text.Split((char[])['\n', '\r'], StringSplitOptions.RemoveEmptyEntries))
        {
            var joint = part.IndexOf(" ///", StringComparison.Ordinal); // what stands behind is a comment
            var piece = part.AsSpan(0, joint < 0 ? part.Length : joint).Trim(" \t");
            line.Append(line.Length > 0 && piece.Length > 0 ? " " : "").Append(piece);
        }

        return line.Length <= LongestText ? line.ToString() : string.Concat(line.ToString().AsSpan(0, LongestText - 1).TrimEnd(), "…");
    }

    /// <summary>Finds where blocks end, and makes each outermost one a command. Open blocks are on a stack of the heap: depth is the file's own affair.</summary>
    private static DoCommand[] Group(ReadOnlySpan<byte> source, Span<CodeLine> lines, out int? unclosed)
    {
        List<DoCommand> commands = [];
        Stack<int> braces = [];
        var waitsForEnd = -1;
        for (var i = 0; i < lines.Length; i++)
        {
            ref var line = ref lines[i];
            var code = source[line.CodeStart..line.CodeEnd];
            line.BlockEnd = i;
            line.Command = commands.Count;
            if (waitsForEnd >= 0)
            {
                if (!BlockRules.IsEnd(code))
                {
                    continue;
                }

                lines[waitsForEnd].BlockEnd = i;
                waitsForEnd = -1;
            }
            else
            {
                if (code[0] == (byte)'}' && braces.TryPop(out var opener))
                {
                    lines[opener].BlockEnd = i;
                }

                (line.Kind, var endsWithEnd) = BlockRules.Classify(code);
                if (endsWithEnd)
                {
                    waitsForEnd = i;
                    continue;
                }

                if (code[^1] == (byte)'{')
                {
                    braces.Push(i);
                }
            }

            if (braces.Count == 0)
            {
                commands.Add(Command(lines, FirstOf(lines, i), i));
            }
        }

        // What was never closed runs to the end of the file, as it does in Stata.
        foreach (var opener in braces)
        {
            lines[opener].BlockEnd = lines.Length - 1;
        }

        unclosed = braces.Count > 0 ? braces.Last() : waitsForEnd >= 0 ? waitsForEnd : null;
        if (waitsForEnd >= 0)
        {
            lines[waitsForEnd].BlockEnd = lines.Length - 1;
        }

        if (lines.Length > 0 && (braces.Count > 0 || waitsForEnd >= 0))
        {
            commands.Add(Command(lines, FirstOf(lines, lines.Length - 1), lines.Length - 1));
        }

        return [.. commands];
    }

    private static DoCommand Command(Span<CodeLine> lines, int first, int last) =>
        new(lines[first].FirstLine, lines[last].LastLine, first, last, lines[first].Kind);

    private static int FirstOf(Span<CodeLine> lines, int last)
    {
        var first = last;
        while (first > 0 && lines[first - 1].Command == lines[last].Command)
        {
            first--;
        }

        return first;
    }
}
