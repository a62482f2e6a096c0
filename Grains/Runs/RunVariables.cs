using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace StataRuns.Runs;

/// <summary>
/// The environment variables that a request gives its run. Their values may be keys and passwords: they are in the request, in the run's
/// folder and in the process, and nowhere else.
/// </summary>
internal static class RunVariables
{
    /// <summary>Names and values together, in bytes of UTF-8.</summary>
    public const int LongestAll = 64 * 1024;

    /// <summary>A file with as much as that, with each byte escaped.</summary>
    public const int LongestJson = 1024 * 1024;

    private const int LongestName = 128;
    private const int Most = 200;

    /// <summary>Is it a name as shells have them: letters, digits and underscores, not beginning with a digit?</summary>
    public static bool IsName(string text) =>
        text.Length is > 0 and <= LongestName && !char.IsAsciiDigit(text[0]) && text.All(static c => char.IsAsciiLetterOrDigit(c) || c == '_');

    /// <summary>What is wrong with a name; null if nothing is.</summary>
    public static string? RefusalOfName(string name) =>
        !IsName(name) ? $"environment names \"{Shown(name)}\": a variable's name has letters, digits and underscores, does not begin with a digit, and is at most {LongestName} long."
        : RunEnvironment.IsServicesOwn(name) ? $"environment names {name}, which is one of the service's own variables and is given to no run: choose another name."
        : null;

    /// <summary>What is wrong with variables, without their values; null if nothing is.</summary>
    public static string? Refusal(IReadOnlyDictionary<string, string> variables)
    {
        if (variables.Count > Most)
        {
            return $"environment has {variables.Count} variables; at most {Most} are passed on.";
        }

        foreach (var (name, value) in variables)
        {
            if (RefusalOfName(name) is { } wrong)
            {
                return wrong;
            }

            if (value.Contains('\0', StringComparison.Ordinal))
            {
                return $"environment.{name} holds a NUL character, which no variable can.";
            }
        }

        var bytes = variables.Sum(static variable => (long)variable.Key.Length + Encoding.UTF8.GetByteCount(variable.Value));
        return bytes > LongestAll
            ? $"environment is {bytes:N0} bytes long; at most {LongestAll:N0} are passed on. Put what is longer into a file and pass its path."
            : null;
    }

    /// <summary>The same for the same names and values, in whatever order; null where there are none.</summary>
    public static string? Hash(IReadOnlyDictionary<string, string> variables) =>
        variables.Count == 0 ? null : Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes<string[][]>([.. Ordered(variables).Select(static variable => new[] { variable.Key, variable.Value })])));

    /// <summary>The names, in order.</summary>
    public static IReadOnlyList<string> Names(IReadOnlyDictionary<string, string> variables) => [.. Ordered(variables).Select(static variable => variable.Key)];

    /// <summary>As they are kept.</summary>
    public static string ToJson(IReadOnlyDictionary<string, string> variables) => JsonSerializer.Serialize(Ordered(variables).ToDictionary());

    /// <summary>What <see cref="ToJson"/> wrote; null if it is something else.</summary>
    public static Dictionary<string, string>? FromJson(byte[] bytes)
    {
        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, string>>(bytes) is { } read && !read.ContainsValue(null!) ? read : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static IEnumerable<KeyValuePair<string, string>> Ordered(IReadOnlyDictionary<string, string> variables) => variables.OrderBy(static variable => variable.Key, StringComparer.Ordinal);

    private static string Shown(string name) => name.Length > 60 ? name[..60] + "…" : name;
}
