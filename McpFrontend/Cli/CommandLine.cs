using System.CommandLine;
using System.CommandLine.Invocation;
using ModelContextProtocol;
using StataRuns.Configuration;
using StataRuns.McpFrontend.Cli.Connecting;
using StataRuns.McpFrontend.Cli.Verbs;

namespace StataRuns.McpFrontend.Cli;

/// <summary>The program from its command line to its exit code. Everything that goes wrong ends as a sentence on standard error.</summary>
internal static class CommandLine
{
    // "@file" is a do-file's argument like any other, and no list of arguments to be read from a file.
    private static readonly ParserConfiguration Parsing = new() { ResponseFileTokenReplacer = null };

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
        try
        {
            var given = GivenArguments.Of(args);
            var parsed = Parse(given);
            // Asked for help or for the version, a person gets it, whatever else the line holds.
            if (parsed.Action is ParseErrorAction or AsynchronousCommandLineAction && UsageProblem.In(parsed, given) is { } problem)
            {
                return Refuse(problem, ExitCode.WrongUsage);
            }

            return await parsed.InvokeAsync(Invoking);
        }
        catch (ConfigurationException e)
        {
            return Refuse(e.Message, ExitCode.WrongUsage);
        }
        catch (ToolRefusedException e)
        {
            return Refuse(e.Message, ExitCode.WrongUsage);
        }
        catch (CliException e)
        {
            return Refuse(e.Message, e.ExitCode);
        }
        catch (McpProtocolException e)
        {
            return Refuse($"The service answered with an error: {e.Message}", ExitCode.LostOrUnreachable);
        }
        catch (UnauthorizedAccessException e)
        {
            return Refuse($"{e.Message.ReplaceLineEndings(" ")} Is the data folder another user's?", ExitCode.WrongUsage);
        }
        catch (Exception e) when (e is HttpRequestException || ServiceLoss.Is(e))
        {
            return Refuse($"The service cannot be reached: {e.Message}", ExitCode.LostOrUnreachable);
        }
    }

    /// <summary>Reads the verb and its options.</summary>
    public static ParseResult Parse(GivenArguments given) => VerbTable.Create(given).Parse(given.Verb, Parsing);

    private static int Refuse(string sentence, int exitCode)
    {
        Say.Remark(sentence);
        return exitCode;
    }
}
