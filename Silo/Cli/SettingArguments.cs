using StataRuns.Configuration;

namespace StataRuns.Silo.Cli;

/// <summary>Arguments that are settings: <c>--StataRuns:Key=value</c>, and <c>--urls</c>.</summary>
internal static class SettingArguments
{
    /// <summary>Refuses what is neither an option nor its value.</summary>
    /// <exception cref="ConfigurationException">One is.</exception>
    public static void Check(IReadOnlyList<string> arguments)
    {
        for (var i = 0; i < arguments.Count; i++)
        {
            if (!arguments[i].StartsWith("--", StringComparison.Ordinal))
            {
                throw new ConfigurationException($"\"{arguments[i]}\" is no setting: --StataRuns:Key=value. stataruns-silo --help names the commands.");
            }

            // "--urls URL": the next one is its value.
            i += arguments[i].Contains('=', StringComparison.Ordinal) ? 0 : 1;
        }
    }
}
