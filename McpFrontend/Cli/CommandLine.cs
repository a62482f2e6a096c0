using System.CommandLine;
using System.CommandLine.Invocation;
using ModelContextProtocol;
using StataRuns.Configuration;
using StataRuns.McpFrontend.Cli.Connecting;
using StataRuns.McpFrontend.Cli.Display;
using StataRuns.McpFrontend.Cli.Verbs;

namespace StataRuns.McpFrontend.Cli;

/// <summary>The program from its command line to its exit code. Everything that goes wrong ends as a sentence on standard error.</summary>
internal static class CommandLine
{
    // "@file" is a do-file's argument like any other, and no list of arguments to be read from a file.
    private static readonly ParserConfiguration Parsing = new() { ResponseFileTokenReplacer = null };

    private const string HelpWord = "help";

    private static readonly InvocationConfiguration Invoking = new()
    {
        EnableDefaultExceptionHandler = false,
        // Who watches a run lets go on Ctrl-C; the service ends in its own way; all else may simply end.
        ProcessTerminationTimeout = null,
    };

    /// <summary>Runs the program.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        // Asked for JSON, a program gets its errors as JSON, whatever went wrong; what follows -- is the do-file's.
        var json = args.TakeWhile(argument => argument != "--").Contains("--json");
        int Refuse(CliException failure)
        {
            if (json)
            {
                Say.Json(FailureJson.Line(failure.Message, failure.ExitCode, failure.Runs));
            }
            else
            {
                Say.Failure(failure);
            }

            return failure.ExitCode;
        }

        try
        {
            var given = GivenArguments.Of(args);
            var parsed = Parse(given);
            // Asked for help or for the version, a person gets it, whatever else the line holds.
            if (parsed.Action is ParseErrorAction or AsynchronousCommandLineAction && UsageProblem.In(parsed, given) is { } problem)
            {
                return Refuse(new CliException(problem, ExitCode.WrongUsage));
            }

            return await parsed.InvokeAsync(Invoking);
        }
        catch (CliException e)
        {
            return Refuse(e);
        }
        catch (Exception e) when (Failure(e) is { } failure)
        {
            return Refuse(failure);
        }
    }

    /// <summary>Reads the verb and its options. <c>help VERB</c> is <c>VERB --help</c>.</summary>
    public static ParseResult Parse(GivenArguments given)
    {
        var root = VerbTable.Create(given);
        if (given.Verb is not [HelpWord, ..])
        {
            return root.Parse(given.Verb, Parsing);
        }

        // What is no verb is said to be none.
        var asked = given.Verb.Skip(1).ToList();
        return root.Parse(asked.Count == 0 || root.Subcommands.Any(verb => verb.Name == asked[0]) ? [.. asked, "--help"] : asked, Parsing);
    }

    /// <summary>What is said of an exception that is no mistake of this program's; null for one that is.</summary>
    private static CliException? Failure(Exception exception) => exception switch
    {
        ConfigurationException => new CliException(exception.Message, ExitCode.WrongUsage),
        ToolRefusedException => new CliException(TerminalWords.Of(exception.Message), ExitCode.WrongUsage),
        McpProtocolException => new CliException($"The service answered with an error: {exception.Message}", ExitCode.LostOrUnreachable),
        UnauthorizedAccessException => new CliException(
            $"{exception.Message.ReplaceLineEndings(" ")} Is the data folder another user's?", ExitCode.WrongUsage),
        HttpRequestException => Unreachable(exception),
        _ when ServiceLoss.Is(exception) => Unreachable(exception),
        _ => null,
    };

    private static CliException Unreachable(Exception exception) =>
        new($"The service cannot be reached: {exception.Message}", ExitCode.LostOrUnreachable);
}
