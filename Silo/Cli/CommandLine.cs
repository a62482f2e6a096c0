using System.CommandLine;
using System.CommandLine.Invocation;
using StataRuns.Hosts;

namespace StataRuns.Silo.Cli;

/// <summary>The program from its command line to its exit code. Everything that goes wrong ends as a sentence on standard error.</summary>
internal static class CommandLine
{
    private const int WrongUsage = 2;

    /// <summary>Runs the program.</summary>
    /// <returns>The exit code: 0 after an orderly end, 2 when it could not start or was asked for wrongly.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        try
        {
            var standIn = new Option<bool>("--stand-in") { Description = "The bundled stand-in instead of Stata." };
            var root = new RootCommand("A host of a StataRuns cluster. No command at all runs it.")
            {
                MigrateVerb.Create(), DrainVerb.Create(), CertificatesVerb.Create(), standIn,
            };
            root.TreatUnmatchedTokensAsErrors = false; // settings: --StataRuns:Key=value
            root.SetAction((parsed, _) => ServeVerb.RunAsync(parsed.UnmatchedTokens, parsed.GetValue(standIn)));
            var parsed = root.Parse(args);
            if (parsed.Action is ParseErrorAction && parsed.Errors is [{ Message: var problem }, ..])
            {
                await Console.Error.WriteLineAsync(problem);
                return WrongUsage;
            }

            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (Exception e) when (StartFailure.Reason(e) is { } reason)
        {
            await Console.Error.WriteLineAsync(reason);
            return WrongUsage;
        }
    }
}
