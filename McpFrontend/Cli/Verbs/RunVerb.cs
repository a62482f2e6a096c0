using System.CommandLine;
using System.Globalization;
using StataRuns.McpFrontend.Cli.Display;
using StataRuns.McpFrontend.Cli.Connecting;
using StataRuns.McpFrontend.Cli.Watching;
using StataRuns.McpFrontend.Configuration;
using StataRuns.McpFrontend.Mcp.Snapshots;

namespace StataRuns.McpFrontend.Cli.Verbs;

/// <summary><c>run FILE [ARGS…]</c>: runs a do-file in the foreground.</summary>
internal static class RunVerb
{
    public static Command Create(Func<ParseResult, Invocation> invoke)
    {
        var file = new Argument<string>("FILE") { Description = "The do-file." };
        var arguments = new Argument<string[]>("ARGS") { Description = "Its arguments; those that begin with - follow --.", Arity = ArgumentArity.ZeroOrMore };
        var timeout = new Option<string?>("--timeout") { Description = "Stop the run after this wall time, such as 10m.", HelpName = "DURATION" };
        var workingDir = new Option<string?>("--working-dir") { Description = "The folder in which it runs (default: the do-file's own).", HelpName = "FOLDER" };
        var rerun = new Option<bool>("--rerun") { Description = "Run it anew, even if the result of an earlier run was never seen." };
        timeout.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } text && (!Duration.TryParse(text, out var limit) || limit is null || limit == TimeSpan.Zero))
            {
                result.AddError($"--timeout is \"{text}\", but must be {Duration.Allowed}, more than 0.");
            }
        });

        var verb = new Command("run", "Run a do-file, and show its log and how far it is.") { file, arguments, timeout, workingDir, rerun };
        verb.SetAction(async (parsed, _) =>
        {
            var invocation = invoke(parsed);
            var submission = new Submission
            {
                FilePath = DoFile.Find(parsed.GetRequiredValue(file)),
                Arguments = [.. parsed.GetValue(arguments) ?? [], .. invocation.Literal],
                WorkingDir = parsed.GetValue(workingDir) is { } folder ? ExistingFolder(folder) : null,
                Timeout = Duration.TryParse(parsed.GetValue(timeout), out var limit) ? limit : null,
                Rerun = parsed.GetValue(rerun),
                StandIn = invocation.Settings.Host.StandIn,
            };
            return await RunAsync(invocation, submission);
        });
        return verb;
    }

    private static async Task<int> RunAsync(Invocation invocation, Submission submission)
    {
        using var detach = new DetachSignal();
        ServiceClient client;
        SnapshotJson run;
        try
        {
            (client, run) = await submission.SendAsync(invocation.Access, Say.Remark, detach.Token);
        }
        catch (OperationCanceledException) when (detach.Token.IsCancellationRequested)
        {
            Say.Remark($"Interrupted before the run was confirmed; \"{invocation.Own.Text("ps")}\" shows whether it is there.");
            return ExitCode.Detached;
        }

        return await new Foreground(invocation, detach.Token).WatchAsync(client, run, Head(run));
    }

    private static List<IReadOnlyList<Piece>> Head(SnapshotJson run)
    {
        List<IReadOnlyList<Piece>> head =
        [
            [
                new Piece("run ", Tone.Faint), new Piece(run.RunId, Tone.Strong),
                new Piece($" · {ShortPath(run.FilePath)}"),
                new Piece(run.StandIn ? " · stand-in, not Stata" : run.Engine is { } engine ? $" · {engine}" : "", Tone.Faint),
            ],
        ];
        if (RunState.IsFinal(run))
        {
            var ended = DateTimeOffset.TryParse(run.FinishedAt, CultureInfo.InvariantCulture, out var at)
                ? string.Create(CultureInfo.InvariantCulture, $" at {at.ToLocalTime():yyyy-MM-dd HH:mm:ss}")
                : "";
            head.Add([new Piece($"It had ended{ended}, and nobody had seen its result; --rerun runs it anew.", Tone.Warning)]);
        }
        else if (run.Attached)
        {
            head.Add([new Piece("It was running already: joined.", Tone.Warning)]);
        }

        if (Terminal.Find() is not null && !RunState.IsFinal(run))
        {
            head.Add([new Piece("Ctrl-C lets go; the run goes on.", Tone.Faint)]);
        }

        return head;
    }

    /// <summary>From here if it is below, else in full.</summary>
    private static string ShortPath(string path)
    {
        var relative = Path.GetRelativePath(Environment.CurrentDirectory, path);
        return relative.StartsWith("..", StringComparison.Ordinal) ? path : relative;
    }

    private static string ExistingFolder(string name)
    {
        var path = Path.GetFullPath(name);
        return Directory.Exists(path) ? path : throw new CliException($"There is no folder {path}.", ExitCode.WrongUsage);
    }
}
