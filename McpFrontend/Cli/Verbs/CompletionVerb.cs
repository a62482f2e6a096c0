using System.CommandLine;
using StataRuns.McpFrontend.Cli.Completing;

namespace StataRuns.McpFrontend.Cli.Verbs;

/// <summary><c>completion SHELL</c>: prints the script by which a shell completes this program's command line.</summary>
internal static class CompletionVerb
{
    public static Command Create(Func<ParseResult, Invocation> invoke)
    {
        _ = invoke; // no service and no setting has a part in it
        var shell = new Argument<string>("SHELL") { Description = $"The shell: {string.Join(", ", ShellScripts.Shells)}." };
        shell.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var name }] && !ShellScripts.Shells.Contains(name))
            {
                result.AddError($"There is no completion for \"{name}\"; the shells are {string.Join(", ", ShellScripts.Shells)}.");
            }
        });
        var verb = new Command("completion", "Print the completion script of bash, zsh or fish.") { shell };
        verb.SetAction(parsed =>
        {
            Say.Lines(ShellScripts.Of(parsed.GetRequiredValue(shell)).TrimEnd('\n'));
            return ExitCode.Succeeded;
        });
        return verb;
    }
}
