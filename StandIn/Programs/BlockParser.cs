using StataRuns.StandIn.Lexing;

namespace StataRuns.StandIn.Programs;

/// <summary>Makes the tree of blocks out of logical lines.</summary>
internal sealed class BlockParser(IReadOnlyList<string> lines)
{
    private const int MostNested = 500;
    private int _at;
    private int _depth;

    public static Node[] Parse(IReadOnlyList<string> lines)
    {
        var parser = new BlockParser(lines);
        var nodes = parser.Block(isInner: false);
        return nodes;
    }

    /// <summary>A line whose last character opens a block (the brace of <c>${name}</c> and of a quoted text does not).</summary>
    public static bool Opens(string code) => code.EndsWith('{') && !code.EndsWith("${", StringComparison.Ordinal);

    public static bool Closes(string code) => code.StartsWith('}');

    /// <summary>A line that begins a program's definition, whose end is a line <c>end</c>.</summary>
    public static bool DefinesProgram(string code)
    {
        var scanner = new Scanner(code);
        var word = scanner.Name();
        while (word is "capture" or "cap" or "capt" or "quietly" or "qui" or "noisily" or "noi" or "n" or "version")
        {
            if (word == "version")
            {
                var colon = code.IndexOf(':', scanner.Position);
                if (colon < 0)
                {
                    return false;
                }

                scanner.Position = colon;
            }

            scanner.SkipBlanks();
            scanner.Position += scanner.Here == ':' ? 1 : 0;
            word = scanner.Name();
        }

        if (word.Length < 2 || !"program".StartsWith(word, StringComparison.Ordinal))
        {
            return false;
        }

        var verb = scanner.Name();
        return verb.Length > 0 && verb is not ("drop" or "dir") && !(verb.Length >= 1 && "list".StartsWith(verb, StringComparison.Ordinal));
    }

    private Node[] Block(bool isInner)
    {
        var nodes = new List<Node>();
        while (_at < lines.Count)
        {
            var line = lines[_at++];
            if (line.Length == 0)
            {
                continue;
            }

            if (Closes(line))
            {
                if (!isInner)
                {
                    throw new StataError(199, "} is not a valid command name");
                }

                return Closed(line, nodes);
            }

            nodes.Add(One(line));
        }

        return isInner ? throw new StataError(198, "matching close brace not found") : [.. nodes];
    }

    private static Node[] Closed(string line, List<Node> nodes)
    {
        var rest = line[1..].Trim();
        if (rest.Length > 0)
        {
            throw new StataError(198, "program error:  code follows on the same line as close brace");
        }

        return [.. nodes];
    }

    private Node One(string line)
    {
        if (DefinesProgram(line))
        {
            var start = _at;
            while (_at < lines.Count && lines[_at] != "end")
            {
                _at++;
            }

            var body = lines.Skip(start).Take(_at - start).ToArray();
            _at = Math.Min(_at + 1, lines.Count);
            return new Node(line, null, body);
        }

        if (!Opens(line))
        {
            return new Node(line, null);
        }

        if (++_depth > MostNested)
        {
            throw new StataError(1000, "system limit exceeded");
        }

        var node = new Node(line[..^1].TrimEnd(), Block(isInner: true));
        _depth--;
        return node;
    }
}
