using System.CommandLine;
using System.Globalization;
using System.Text;
using StataRuns.McpFrontend.Cli.Connecting;
using StataRuns.McpFrontend.Cli.Display;
using StataRuns.McpFrontend.Cli.References;
using StataRuns.McpFrontend.Cli.Watching;
using StataRuns.McpFrontend.Mcp.Snapshots;

namespace StataRuns.McpFrontend.Cli.Verbs;

/// <summary><c>logs RUN_ID</c>: what the do-file put out, byte for byte, from where one wants it, or the lines of it that match; with <c>--raw</c> the whole log.</summary>
internal static class LogsVerb
{
    public static Command Create(Func<ParseResult, Invocation> invoke)
    {
        var runId = RunIdArgument.Create();
        var options = new LogOptions();
        var verb = new Command("logs", "Print a run's log.") { runId };
        options.AddTo(verb);
        verb.SetAction((parsed, _) => RunAsync(invoke(parsed), RunIdArgument.Read(parsed, runId), options.Read(parsed, TimeProvider.System)));
        return verb;
    }

    private static async Task<int> RunAsync(Invocation called, RunReference reference, LogWish wish)
    {
        using var detach = new DetachSignal();
        using var output = StandardOutput.Open();
        var closed = OutputClosed.Watch();
        using var over = CancellationTokenSource.CreateLinkedTokenSource(detach.Token, closed);
        var (invocation, runId) = (called, reference.Text);
        try
        {
            (invocation, runId) = await new RunLookup(called).FindAsync(reference, over.Token);
            return await PrintAsync(invocation, runId, wish, output, over.Token);
        }
        catch (Exception e) when (e is OutputClosedException || (e is OperationCanceledException && closed.IsCancellationRequested))
        {
            // Whoever read has read enough: "head", or a pager that was left.
            return ExitCode.Succeeded;
        }
        catch (OperationCanceledException) when (detach.Token.IsCancellationRequested)
        {
            return ExitCode.Detached;
        }
        catch (ServiceStoppedException)
        {
            throw new CliException($"The service was stopped; the run goes on. To come back: {invocation.Own.Text("logs", runId, "-f")}", ExitCode.Detached);
        }
    }

    private static async Task<int> PrintAsync(Invocation invocation, string runId, LogWish wish, StandardOutput output, CancellationToken cancellationToken)
    {
        var plain = await invocation.Access.OpenAsync(cancellationToken);

        // Asked first, so that an unknown run is a sentence and not a connection to be tried again.
        var start = await plain.GetAsync($"/runs/{runId}/log/position?{Place(wish)}", McpJson.Default.PositionJson, cancellationToken);
        var grep = wish.Grep is { } pattern ? new GrepFormat(pattern, wish.Context, Lines(runId, wish)) : null;
        await using (var display = new LogDisplay(output, grep ?? Format(runId, wish), start.Offset, wish.Raw, Say.Remark))
        {
            var copy = new LogCopy(invocation.Access, display, runId, start.Offset);
            if (wish.Follow)
            {
                await copy.UntilEndAsync(plain, cancellationToken);
            }
            else
            {
                using (plain)
                {
                    await copy.OnceAsync(plain, cancellationToken);
                }
            }
        }

        return grep is { HasMatched: false } ? ExitCode.Failed : ExitCode.Succeeded;
    }

    private static string Place(LogWish wish)
    {
        var since = wish.Since is { } time ? $"since={Uri.EscapeDataString(time.ToString("O", CultureInfo.InvariantCulture))}&" : "";
        return wish.Tail is { } lines ? string.Create(CultureInfo.InvariantCulture, $"{since}tail={lines}") : since;
    }

    private static ILogFormat Format(string runId, LogWish wish) =>
        wish.Json ? new JsonLogFormat(runId) : Screen(wish) is { } encoding ? new ScreenLogFormat(encoding) : new RawLogFormat();

    private static ILineFormat Lines(string runId, LogWish wish) => wish.Json ? new JsonLines(runId) : new TextLines(Screen(wish));

    /// <summary>A screen's encoding; null for a program, and for a person who wants the bytes as they are.</summary>
    private static Encoding? Screen(LogWish wish) => Console.IsOutputRedirected || wish.Raw ? null : Console.OutputEncoding;
}
