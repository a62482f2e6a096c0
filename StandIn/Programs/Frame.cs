namespace StataRuns.StandIn.Programs;

/// <summary>A do-file or program that is running: its local macros, and what it has to clean up.</summary>
internal sealed class Frame(Frame? parent, double version)
{
    public Dictionary<string, string> Locals { get; init; } = new(StringComparer.Ordinal);

    public Frame? Parent { get; } = parent;

    public int Depth { get; } = parent is null ? 0 : parent.Depth + 1;

    /// <summary>What <c>version</c> asked for.</summary>
    public double Version { get; set; } = version;

    /// <summary>What <c>return</c> has stored; null outside an r-class program.</summary>
    public Results? Return { get; init; }

    public List<string> TemporaryNames { get; } = [];

    public List<string> TemporaryFiles { get; } = [];

    /// <summary>The data as <c>preserve</c> found them, to come back when this ends.</summary>
    public Data.Dataset? Preserved { get; set; }

    /// <summary>Which positional macros were set, so that <c>tokenize</c> takes back what it doesn't set again.</summary>
    public int Positions { get; set; }

    /// <summary>The do-file's next line, echoed behind a number, for commands that read what follows them; null where nothing follows.</summary>
    public Func<int, string?>? NextLine { get; set; }

    public bool IsProgram { get; init; }

    public void SetLocal(string name, string value)
    {
        if (value.Length == 0)
        {
            Locals.Remove(name);
        }
        else
        {
            Locals[name] = value;
        }
    }

    /// <summary>Sets <c>`1'</c>, <c>`2'</c>, … and forgets those of before that are more.</summary>
    public void SetPositions(IReadOnlyList<string> values)
    {
        for (var i = 0; i < Math.Max(values.Count, Positions); i++)
        {
            SetLocal((i + 1).ToString(System.Globalization.CultureInfo.InvariantCulture), i < values.Count ? values[i] : "");
        }

        Positions = values.Count;
    }
}
