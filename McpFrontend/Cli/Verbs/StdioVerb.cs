using System.CommandLine;
using StataRuns.Configuration;
using StataRuns.McpFrontend.Cli.Servers;
using StataRuns.McpFrontend.Cli.Watching;
using StataRuns.McpFrontend.Stdio;

namespace StataRuns.McpFrontend.Cli.Verbs;

/// <summary><c>stdio</c>: an MCP server on standard input and output, for clients that launch their server.</summary>
internal static class StdioVerb
{
    public static Command Create(Func<ParseResult, Invocation> invoke)
    {
        var verb = new Command("stdio", "Be an MCP server for clients that launch theirs.");
        verb.SetAction((parsed, cancellation) => RunAsync(() => invoke(parsed), cancellation));
        return verb;
    }

    private static async Task<int> RunAsync(Func<Invocation> invoke, CancellationToken cancellationToken)
    {
        // Taken before anything else could write to it: what is no message would break the client.
        using var output = Console.OpenStandardOutput();
        Console.SetOut(TextWriter.Null);
        using var input = Console.OpenStandardInput();
        using var client = new ClientPipe(input, output, ClosedInput.Ask, TimeProvider.System);
        Invocation invocation;
        string folder;
        try
        {
            invocation = invoke();
            folder = invocation.Server is null ? DataDirectory.Prepare(invocation.Settings.Host.DataDirectory) : KeptServers.PreparedFolder();
        }
        catch (Exception e) when (Console.IsInputRedirected && e is (ConfigurationException or UnauthorizedAccessException))
        {
            Say.Remark(e.Message);
            await Refusal.AnswerAsync(client, e.Message, cancellationToken);
            return ExitCode.WrongUsage;
        }

        if (!Console.IsInputRedirected)
        {
            Say.Remark($"This speaks MCP, for clients that launch their server: \"{invocation.Own.Text("connect")}\" tells them how. Ctrl-D ends it.");
        }

        var log = new RelayLog(Path.Join(folder, "stdio.log"), TimeProvider.System);
        using var link = new ServiceLink(invocation.Access, log);
        using var relay = new Relay(client, link, log, TimeProvider.System, PassedVariables.Of(invocation.Settings.PassEnvironment));
        log.Note("A client has come.");
        await relay.RunAsync(cancellationToken);
        log.Note("It has gone.");
        return ExitCode.Succeeded;
    }
}
