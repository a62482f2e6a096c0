namespace StataRuns.Stata;

/// <summary>Which graphs were in memory when a run's do-files had got so far, as their commands tell. A graph that a program draws, or a branch that may not have been taken, is not counted.</summary>
internal static class GraphsReached
{
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

    /// <summary>Also in a branch, since what may be gone is not said to have been lost.</summary>
    private static void Drop(ReadOnlySpan<byte> code, List<string> names)
    {
        if (GraphEffect.Of(code) is not { Kind: GraphEffectKind.Drop } drop)
        {
            return;
        }

        if (drop.Name is null)
        {
            names.Clear();
        }

        foreach (var dropped in drop.Name?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [])
        {
            names.Remove(dropped);
        }
    }
}
