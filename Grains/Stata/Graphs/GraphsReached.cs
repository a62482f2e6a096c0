namespace StataRuns.Stata;

/// <summary>Which graphs were in memory when a run's do-files had got so far, as their commands tell. A graph that a program draws, or a branch that may not have been taken, is not counted.</summary>
internal static class GraphsReached
{
    private const int Named = 5;

    /// <summary>Their names as written, in the order in which they were first drawn.</summary>
    public static IReadOnlyList<string> InMemory(IEnumerable<ReachedLine> lines)
    {
        List<string> names = [];
        foreach (var (file, line, isCertain) in lines)
        {
            var code = file.Code(line);
            if (isCertain && GraphCommands.Draws(code, out var name))
            {
                names.Remove(name ?? GraphCommands.DefaultName);
                names.Add(name ?? GraphCommands.DefaultName);
            }
            else if (names.Count > 0)
            {
                Drop(code, names);
            }
        }

        return names;
    }

    /// <summary>The note of a run that ended Stata itself, so that its graphs could not be kept; null where it had none.</summary>
    public static string? LostByExit(IReadOnlyList<string> names) => names.Count == 0
        ? null
        : $"Graphs that were in memory were lost when the do-file ended Stata: {string.Join(", ", names.Take(Named))}{(names.Count > Named ? $" and {names.Count - Named} more" : "")}. "
            + "Graphs are kept when a do-file ends without exit, STATA.";

    /// <summary><c>graph drop</c>, <c>clear all</c>, <c>discard</c>: also in a branch, since what may be gone is not said to have been lost.</summary>
    private static void Drop(ReadOnlySpan<byte> code, List<string> names)
    {
        var body = OneLineBody.Of(code);
        var words = new CommandWords(body.IsEmpty ? code : body);
        words.SkipPrefixes();
        var word = words.Next();
        if (word.SequenceEqual("discard"u8) || (word.SequenceEqual("clear"u8) && words.Rest.Trim(" \t"u8) is var what && (what.SequenceEqual("all"u8) || what.SequenceEqual("*"u8) || what.SequenceEqual("graphs"u8))))
        {
            names.Clear();
        }
        else if (CommandWords.Is(word, "graph"u8, 2) && words.Next().SequenceEqual("drop"u8))
        {
            while (words.Next() is { IsEmpty: false } dropped)
            {
                names.Remove(System.Text.Encoding.ASCII.GetString(dropped));
                if (dropped.SequenceEqual("_all"u8))
                {
                    names.Clear();
                }
            }
        }
    }
}
