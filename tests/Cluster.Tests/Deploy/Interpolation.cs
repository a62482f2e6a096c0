using System.Text.RegularExpressions;

namespace StataRuns.Cluster.Tests.Deploy;

/// <summary>Compose's variables: <c>${NAME}</c>, <c>${NAME:-default}</c>, <c>${NAME:+instead}</c>.</summary>
internal static partial class Interpolation
{
    /// <summary>The text with its variables' values; an empty value counts as none, as the colon says.</summary>
    public static string Apply(string text, IReadOnlyDictionary<string, string> variables) => Variable.Replace(text, match =>
    {
        var value = variables.GetValueOrDefault(match.Groups["name"].Value, "");
        return match.Groups["how"].Value switch
        {
            ":-" => value.Length > 0 ? value : match.Groups["word"].Value,
            ":+" => value.Length > 0 ? match.Groups["word"].Value : "",
            _ => value,
        };
    });

    [GeneratedRegex(@"\$\{(?<name>[A-Z_]+)(?:(?<how>:[-+])(?<word>[^}]*))?\}")]
    private static partial Regex Variable { get; }
}
