using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace StataRuns.McpFrontend.Cli.Verbs;

/// <summary>Of a verb the usual help, and below it what a call looks like; of the program a page that fits a terminal of 24 lines.</summary>
internal sealed class Help(HelpAction usual) : SynchronousCommandLineAction
{
    private const int UsageCells = 19;

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        var output = parseResult.InvocationConfiguration.Output;
        var command = parseResult.CommandResult.Command;
        if (command is RootCommand)
        {
            WriteRoot(command, output);
            return ExitCode.Succeeded;
        }

        usual.Invoke(parseResult);
        if (VerbTable.All.FirstOrDefault(entry => entry.Name == command.Name) is { } verb)
        {
            output.WriteLine("Examples:");
            foreach (var example in verb.Examples)
            {
                output.WriteLine($"  {(example.Contains("stataruns", StringComparison.Ordinal) && example.Contains('|', StringComparison.Ordinal) ? "" : "stataruns ")}{example}");
            }

            output.WriteLine();
            foreach (var line in verb.More)
            {
                output.WriteLine(line);
            }
        }

        return ExitCode.Succeeded;
    }

    private static void WriteRoot(Command root, TextWriter output)
    {
        output.WriteLine(root.Description);
        output.WriteLine();
        output.WriteLine("  stataruns COMMAND [OPTIONS]            stataruns COMMAND --help says more");
        output.WriteLine();
        var group = "";
        foreach (var verb in VerbTable.All)
        {
            var shown = verb.Group == group ? "" : verb.Group;
            group = verb.Group;
            var description = root.Subcommands.First(command => command.Name == verb.Name).Description;
            output.WriteLine($"{shown,-9}{verb.Usage.PadRight(UsageCells)}{description}");
        }

        output.WriteLine();
        output.WriteLine("With each: --stand-in (the bundled stand-in instead of Stata), --color WHEN,");
        output.WriteLine("--urls URLS, --idle-shutdown DURATION, --StataRuns:KEY=VALUE (serve --help)");
        output.WriteLine();
        output.WriteLine("stataruns run examples/quickstart.do --stand-in");
    }
}
