using System.Collections;
using StataRuns.Runs;

namespace StataRuns.McpFrontend.Cli.Watching;

/// <summary>Variables of this process's own environment that go with its runs: the service was started elsewhere, and has another one.</summary>
internal static class PassedVariables
{
    /// <summary>Those that <c>Runs:PassEnvironment</c> names and that are set here.</summary>
    /// <param name="names">Names, or beginnings of names with a <c>*</c> behind; what these fit beside ordinary variables is left out.</param>
    public static Dictionary<string, string> Of(IReadOnlyList<string> names)
    {
        var passed = new Dictionary<string, string>(StringComparer.Ordinal);
        if (names.Count == 0)
        {
            return passed;
        }

        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            var name = (string)variable.Key;
            if (names.Any(pattern => pattern.EndsWith('*') ? name.StartsWith(pattern[..^1], StringComparison.Ordinal) : name == pattern)
                && RunVariables.RefusalOfName(name) is null)
            {
                passed[name] = (string?)variable.Value ?? "";
            }
        }

        return passed;
    }

    /// <summary>What one <c>--env</c> says: <c>NAME=VALUE</c>, or <c>NAME</c> for a variable of the shell.</summary>
    /// <exception cref="CliException">It is not set, or the name is none.</exception>
    public static (string Name, string Value) Read(string option)
    {
        var equals = option.IndexOf('=', StringComparison.Ordinal);
        var name = equals < 0 ? option : option[..equals];
        if (RunVariables.RefusalOfName(name) is { } wrong)
        {
            throw new CliException($"--env: {wrong}", ExitCode.WrongUsage);
        }

        return (name, equals >= 0 ? option[(equals + 1)..] : Environment.GetEnvironmentVariable(name)
            ?? throw new CliException($"--env {name}: there is no variable {name} in this shell's environment. Export it, or set it for the run: --env {name}=VALUE.", ExitCode.WrongUsage));
    }
}
