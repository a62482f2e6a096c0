using System.CommandLine;
using ModelContextProtocol;
using StataRuns.McpFrontend.Cli.Services;
using StataRuns.McpFrontend.Cli.Verbs;
using StataRuns.McpFrontend.Configuration;

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
            var parsed = VerbTable.Create(given).Parse(given.Verb, Parsing);
            if (parsed.Action is not System.CommandLine.Invocation.SynchronousCommandLineAction && UsageProblem.In(parsed, given) is { } problem)
            {
                return Say(problem, ExitCode.WrongUsage);
            }

            return await parsed.InvokeAsync(Invoking);
        }
        catch (ConfigurationException e)
        {
            return Say(e.Message, ExitCode.WrongUsage);
        }
        catch (ToolRefusedException e)
        {
            return Say(e.Message, ExitCode.WrongUsage);
        }
        catch (CliException e)
        {
            return Say(e.Message, e.ExitCode);
        }
        catch (McpProtocolException e)
        {
            return Say($"The service answered with an error: {e.Message}", ExitCode.LostOrUnreachable);
        }
        catch (Exception e) when (ServiceLoss.Is(e))
        {
            return Say($"The service cannot be reached: {e.Message}", ExitCode.LostOrUnreachable);
        }
    }

    private static int Say(string sentence, int exitCode)
    {
        Console.Error.WriteLine(sentence);
        return exitCode;
    }
}
