namespace StataRuns.McpFrontend.Mcp.Arguments;

/// <summary>A call's arguments, read and checked: each value has its parameter's type, and required ones are there.</summary>
internal sealed class CallArguments(IReadOnlyDictionary<string, object> values)
{
    /// <summary>A text that must be there.</summary>
    public string Required(string name) => (string)values[name];

    /// <summary>A text.</summary>
    public string? Text(string name) => values.GetValueOrDefault(name) as string;

    /// <summary>A list of texts; empty if it was not given.</summary>
    public IReadOnlyList<string> Texts(string name) => values.GetValueOrDefault(name) as IReadOnlyList<string> ?? [];

    /// <summary>Names with their texts; empty if it was not given.</summary>
    public IReadOnlyDictionary<string, string> Variables(string name) => values.GetValueOrDefault(name) as IReadOnlyDictionary<string, string> ?? new Dictionary<string, string>();

    /// <summary>A whole number.</summary>
    public long? Whole(string name) => values.GetValueOrDefault(name) as long?;

    /// <summary>A number.</summary>
    public double? Number(string name) => values.GetValueOrDefault(name) as double?;

    /// <summary>A flag; false if it was not given.</summary>
    public bool Flag(string name) => values.GetValueOrDefault(name) is true;

    /// <summary>Was it given?</summary>
    public bool Has(string name) => values.ContainsKey(name);
}
