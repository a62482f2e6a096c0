namespace StataRuns.McpFrontend.Mcp.Arguments;

/// <summary>What a tool's argument is made of.</summary>
internal enum ParameterKind
{
    /// <summary>A string.</summary>
    Text,

    /// <summary>A string that is an absolute path.</summary>
    Path,

    /// <summary>A string that is an absolute path, or the name of a file in any folder.</summary>
    PathOrName,

    /// <summary>A list of strings.</summary>
    Texts,

    /// <summary>Names with a string each.</summary>
    Variables,

    /// <summary>A whole number.</summary>
    Whole,

    /// <summary>A number.</summary>
    Number,

    /// <summary>True or false.</summary>
    Flag,
}

/// <summary>
/// One argument of a tool: what the schema says of it and what is accepted, from one place, so that they cannot differ.
/// </summary>
internal sealed record Parameter(string Name, ParameterKind Kind)
{
    /// <summary>What it is, for a model that knows nothing else of the tool.</summary>
    public required string Description { get; init; }

    /// <summary>What holds if it is left out; null for one that is required.</summary>
    public string? Default { get; init; }

    /// <summary>Is it in the schema? One that is not is a name of the contract that this version always refuses, with its own message.</summary>
    public bool IsOffered { get; init; } = true;

    /// <summary>Must it be given?</summary>
    public bool Required { get; init; }

    /// <summary>Smallest number.</summary>
    public double Minimum { get; init; }

    /// <summary>Largest number.</summary>
    public double Maximum { get; init; } = long.MaxValue;

    /// <summary>The words that may be given; null for any.</summary>
    public IReadOnlyList<string>? Choices { get; init; }

    /// <summary>Longest text, or all the texts of a list together, in bytes of UTF-8.</summary>
    public int LongestBytes { get; init; } = 32 * 1024;
}
