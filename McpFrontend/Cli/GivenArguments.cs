using StataRuns.Configuration;

namespace StataRuns.McpFrontend.Cli;

/// <summary>
/// The command line in its three parts: settings (<c>--StataRuns:Key=value</c>, wherever they stand), the verb with its
/// options, and what follows <c>--</c>, which is the do-file's whatever it looks like.
/// </summary>
internal sealed record GivenArguments
{
    private const string SettingPrefix = $"--{ConfigurationKey.Section}:";

    /// <summary>Settings, <c>StataRuns:Key</c> to value; the last one counts.</summary>
    public required IReadOnlyDictionary<string, string> Settings { get; init; }

    /// <summary>The verb and its options.</summary>
    public required IReadOnlyList<string> Verb { get; init; }

    /// <summary>What follows <c>--</c>.</summary>
    public required IReadOnlyList<string> Literal { get; init; }

    /// <summary>Takes a command line apart.</summary>
    /// <exception cref="ConfigurationException">A setting has no value.</exception>
    public static GivenArguments Of(IReadOnlyList<string> arguments)
    {
        var settings = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var verb = new List<string>();
        for (var i = 0; i < arguments.Count; i++)
        {
            var argument = arguments[i];
            if (argument == "--")
            {
                return new GivenArguments { Settings = settings, Verb = verb, Literal = [.. arguments.Skip(i + 1)] };
            }

            if (!argument.StartsWith(SettingPrefix, StringComparison.OrdinalIgnoreCase))
            {
                verb.Add(argument);
                continue;
            }

            var equals = argument.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0)
            {
                settings[argument[2..equals]] = argument[(equals + 1)..];
            }
            else if (i + 1 < arguments.Count && !arguments[i + 1].StartsWith("--", StringComparison.Ordinal))
            {
                settings[argument[2..]] = arguments[++i];
            }
            else
            {
                throw new ConfigurationException($"{argument[2..]} has no value; write {argument}=VALUE.");
            }
        }

        return new GivenArguments { Settings = settings, Verb = verb, Literal = [] };
    }
}
