using System.CommandLine;
using StataRuns.Configuration;
using StataRuns.McpFrontend.Cli.Servers;
using StataRuns.McpFrontend.Cli.Watching;
using StataRuns.Runs;

namespace StataRuns.McpFrontend.Cli.Verbs;

/// <summary><c>run FILE [ARGS…]</c>: runs a do-file, in the foreground or not.</summary>
internal static class RunVerb
{
    public static Command Create(Func<ParseResult, Invocation> invoke)
    {
        var file = new Argument<string>("FILE") { Description = "The do-file; - for standard input." };
        var arguments = new Argument<string[]>("ARGS") { Description = "Its arguments; those that begin with - follow --.", Arity = ArgumentArity.ZeroOrMore };
        var timeout = new Option<string?>("--timeout") { Description = "Stop the run after this wall time, such as 10m.", HelpName = "DURATION" };
        var workingDir = new Option<string?>("--working-dir") { Description = "The folder in which it runs (default: the do-file's own, of standard input the current one).", HelpName = "FOLDER" };
        var here = new Option<bool>("--here") { Description = "Run in the current folder." };
        var variables = new Option<string[]>("--env") { Description = "A variable for the run: NAME=VALUE, or NAME for the shell's own; several may be given.", HelpName = "NAME[=VALUE]" };
        var label = new Option<string?>("--label") { Description = "A name for the run, shown by ps.", HelpName = "TEXT" };
        // Scripts of 0.1 say it; a terminal always runs anew.
        var rerun = new Option<bool>("--rerun") { Hidden = true };
        timeout.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } text && (!Duration.TryParse(text, out var limit) || limit is null || limit == TimeSpan.Zero))
            {
                result.AddError($"--timeout is \"{text}\", but must be {Duration.Allowed}, more than 0.");
            }
        });

        var options = new WatchOptions();
        var verb = new Command("run", "Run a do-file, and show its log and how far it is.") { file, arguments, timeout, workingDir, here, variables, label, rerun };
        options.AddTo(verb);
        verb.Validators.Add(result =>
        {
            if (result.GetValue(here) && result.GetValue(workingDir) is not null)
            {
                result.AddError("--here and --working-dir name two folders to run in; give one of them.");
            }
        });
        verb.SetAction(async (parsed, _) =>
        {
            var invocation = invoke(parsed);
            using var detach = new DetachSignal();
            var name = parsed.GetRequiredValue(file);
            var folder = parsed.GetValue(workingDir) is { } given ? (invocation.Server is null ? ExistingFolder(given) : ServerPath.Of(given)) : parsed.GetValue(here) ? Environment.CurrentDirectory : null;
            var environment = PassedVariables.Of(invocation.Settings.PassEnvironment);
            foreach (var option in parsed.GetValue(variables) ?? [])
            {
                var (variable, value) = PassedVariables.Read(option);
                environment[variable] = value;
            }

            var isTyped = name == TypedDoFile.Name;
            string path;
            try
            {
                path = isTyped ? await TypedDoFile.StoreAsync(invocation.Access, detach.Token) : invocation.Server is null ? DoFile.Find(name) : ServerPath.Of(name);
            }
            catch (OperationCanceledException) when (detach.Token.IsCancellationRequested)
            {
                return ExitCode.Detached;
            }

            var submission = new Submission
            {
                FilePath = path,
                Arguments = [.. parsed.GetValue(arguments) ?? [], .. invocation.Literal],
                // A text has no folder of its own: it runs where it was typed, if the service is here too.
                WorkingDir = folder ?? (isTyped && invocation.Server is null ? Environment.CurrentDirectory : null),
                Environment = environment,
                Label = parsed.GetValue(label),
                Timeout = Duration.TryParse(parsed.GetValue(timeout), out var limit) ? limit : null,
                StandIn = invocation.Settings.Host.StandIn,
            };
            return await new RunStart(invocation, options.Read(parsed)).RunAsync(submission, detach, _ => null);
        });
        return verb;
    }

    private static string ExistingFolder(string name)
    {
        var path = Path.GetFullPath(name);
        return Directory.Exists(path) ? path : throw new CliException($"There is no folder {path}.", ExitCode.WrongUsage);
    }
}
