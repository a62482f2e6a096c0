using System.Text;

namespace StataRuns.Stata;

/// <summary>
/// What the macros of some do-files may hold, as far as it stands in them literally: every definition counts, wherever it is and
/// whichever of them is reached. What a program computes is unknown.
/// </summary>
internal sealed class MacroValues
{
    private const int MostValues = 20;
    private const int MostExpansions = 50;
    private const int DeepestUse = 8;

    private readonly Dictionary<string, Values> _globals = new(StringComparer.Ordinal);
    private readonly Dictionary<(DoFile File, string Name), Values> _locals = [];

    /// <summary>Takes in the definitions of a do-file.</summary>
    public void Add(DoFile file)
    {
        for (var line = 0; line < file.CodeLines.Length; line++)
        {
            var words = new CommandWords(file.Code(line));
            words.SkipPrefixes();
            Define(file, words);
        }
    }

    /// <summary>All texts that one with macros in it may become; null if a macro is unknown, or there are too many.</summary>
    /// <param name="text">With <c>$name</c>, <c>${name}</c> and <c>`name'</c> in it.</param>
    /// <param name="file">Where it stands: locals are of that file.</param>
    public IReadOnlyList<string>? Expand(string text, DoFile file) => Expand(text, file, DeepestUse);

    private List<string>? Expand(string text, DoFile file, int depth)
    {
        var at = text.AsSpan().IndexOfAny('$', '`');
        if (at < 0)
        {
            return [text];
        }

        if (depth == 0 || Reference(text, at) is not var (name, end, isGlobal) || name.Length == 0)
        {
            return null;
        }

        var values = isGlobal ? _globals.GetValueOrDefault(name) : _locals.GetValueOrDefault((file, name));
        if (values is null or { HasUnknown: true })
        {
            return null;
        }

        List<string> expanded = [];
        foreach (var value in values.Known)
        {
            if (Expand(value + text[end..], file, depth - 1) is not { } rest || expanded.Count + rest.Count > MostExpansions)
            {
                return null;
            }

            expanded.AddRange(rest.Select(more => text[..at] + more));
        }

        return expanded;
    }

    private static (string Name, int End, bool IsGlobal)? Reference(string text, int at)
    {
        var isGlobal = text[at] == '$';
        var isBraced = isGlobal && at + 1 < text.Length && text[at + 1] == '{';
        var start = at + (isBraced ? 2 : 1);
        var end = start;
        while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] == '_'))
        {
            end++;
        }

        if (isGlobal && !isBraced)
        {
            return (text[start..end], end, true);
        }

        return end < text.Length && text[end] == (isBraced ? '}' : '\'') ? (text[start..end], end + 1, isGlobal) : null;
    }

    private void Define(DoFile file, CommandWords words)
    {
        var word = words.Next();
        if (word.SequenceEqual("if"u8) || word.SequenceEqual("else"u8))
        {
            // The body of a one-line branch.
            foreach (var keyword in (ReadOnlySpan<string>)[" global ", " local "])
            {
                var at = words.Rest.LastIndexOf(Encoding.ASCII.GetBytes(keyword));
                if (at >= 0)
                {
                    Define(file, new CommandWords(words.Rest[(at + 1)..]));
                }
            }

            return;
        }

        if (CommandWords.Is(word, "global"u8, 2) || CommandWords.Is(word, "local"u8, 3))
        {
            var isGlobal = word[0] == (byte)'g';
            var name = Name(words.Next());
            var value = words.Rest.Trim(" \t"u8);
            Add(file, isGlobal, name, value.StartsWith("="u8) || value.StartsWith(":"u8) ? null : Unquote(value));
        }
        else if (CommandWords.Is(word, "foreach"u8, 7))
        {
            var name = Name(words.Next());
            var isList = words.Next().SequenceEqual("in"u8);
            var items = isList ? Encoding.UTF8.GetString(words.Rest).TrimEnd().TrimEnd('{').Split(' ', StringSplitOptions.RemoveEmptyEntries) : [];
            foreach (var item in items.DefaultIfEmpty(null))
            {
                Add(file, isGlobal: false, name, item?.Trim('"'));
            }
        }
        else if (CommandWords.Is(word, "forvalues"u8, 4) || word.SequenceEqual("args"u8) || word.SequenceEqual("gettoken"u8))
        {
            for (var name = words.Next(); !name.IsEmpty && !name.SequenceEqual("in"u8); name = words.Next())
            {
                Add(file, isGlobal: false, Name(name), null);
            }
        }
        else if (word.SequenceEqual("tempfile"u8))
        {
            // In the run's own temporary folder, where nobody else changes anything.
            for (var name = words.Next(); !name.IsEmpty; name = words.Next())
            {
                Add(file, isGlobal: false, Name(name), "");
            }
        }
    }

    private void Add(DoFile file, bool isGlobal, string name, string? value)
    {
        var values = isGlobal ? _globals.GetValueOrDefault(name) : _locals.GetValueOrDefault((file, name));
        if (values is null)
        {
            values = new Values();
            if (isGlobal)
            {
                _globals[name] = values;
            }
            else
            {
                _locals[(file, name)] = values;
            }
        }

        values.HasUnknown |= value is null || (values.Known.Count >= MostValues && !values.Known.Contains(value));
        if (value is not null && !values.HasUnknown)
        {
            values.Known.Add(value);
        }
    }

    private static string Name(ReadOnlySpan<byte> word) => Encoding.ASCII.GetString(word);

    private static string Unquote(ReadOnlySpan<byte> text)
    {
        if (text.StartsWith("`\""u8) && text.EndsWith("\"'"u8) && text.Length >= 4)
        {
            text = text[2..^2];
        }
        else if (text is [(byte)'"', .., (byte)'"'])
        {
            text = text[1..^1];
        }

        return Encoding.UTF8.GetString(text);
    }

    private sealed class Values
    {
        public HashSet<string> Known { get; } = new(StringComparer.Ordinal);

        public bool HasUnknown { get; set; }
    }
}
