using System.Collections;

namespace StataRuns.McpFrontend.Cli.Connecting;

/// <summary>How this program starts itself as the service.</summary>
/// <param name="Executable">The program.</param>
/// <param name="Arguments">Its arguments.</param>
/// <param name="Environment">Its environment.</param>
internal sealed record ServiceLaunch(string Executable, IReadOnlyList<string> Arguments, IReadOnlyDictionary<string, string> Environment)
{
    /// <summary>With the same settings as this command.</summary>
    /// <param name="options">Options of the service, such as <c>--stand-in</c>.</param>
    /// <param name="settings">Settings of the command line, <c>StataRuns:Key</c> to value.</param>
    public static ServiceLaunch WithSettings(IReadOnlyList<string> options, IReadOnlyDictionary<string, string> settings)
    {
        var own = OwnProgram.Here;
        return new ServiceLaunch(own.Executable, [.. own.Arguments, .. options], EnvironmentWith(settings));
    }

    /// <summary>
    /// Settings go by the environment: a command line stays visible to every user of the machine for as long as the service
    /// lives, and a setting may be a token.
    /// </summary>
    private static Dictionary<string, string> EnvironmentWith(IReadOnlyDictionary<string, string> settings)
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (DictionaryEntry variable in System.Environment.GetEnvironmentVariables())
        {
            environment[(string)variable.Key] = (string?)variable.Value ?? "";
        }

        foreach (var (key, value) in settings)
        {
            var name = key.Replace(":", "__", StringComparison.Ordinal);
            foreach (var other in environment.Keys.Where(other => other.Equals(name, StringComparison.OrdinalIgnoreCase)).ToList())
            {
                environment.Remove(other);
            }

            environment[name] = value;
        }

        return environment;
    }
}
