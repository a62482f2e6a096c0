using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Text;
using StataRuns.McpFrontend.Cli.Display;

namespace StataRuns.McpFrontend.Cli.Verbs;

/// <summary>Of a verb the usual help, and below it what a call looks like; of the program a page that fits a terminal of 24 lines.</summary>
internal sealed class Help(HelpAction usual) : SynchronousCommandLineAction
{
    private const int UsageCells = 19;
    private const int GroupCells = 9;
    private const int UsualWidth = 80;

    private static int Width => Console.IsOutputRedirected ? UsualWidth : Math.Min(Terminal.Width, UsualWidth);

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
                Write(output, line);
            }
        }

        return ExitCode.Succeeded;
    }

    private static void WriteRoot(Command root, TextWriter output)
    {
        output.WriteLine("stataruns COMMAND [OPTIONS]   (COMMAND --help says more)");
        output.WriteLine();
        var group = "";
        foreach (var verb in VerbTable.All.Where(verb => verb.HasLine))
        {
            var shown = verb.Group == group ? "" : verb.Group;
            group = verb.Group;
            var description = root.Subcommands.First(command => command.Name == verb.Name).Description;
            output.WriteLine($"{shown,-GroupCells}{verb.Usage.PadRight(UsageCells)}{Cells.Fit(description ?? "", Width - GroupCells - UsageCells)}");
        }

        output.WriteLine();
        Write(output, "With each: --server URL, --stand-in (the bundled stand-in instead of Stata), --color WHEN, --urls URLS, --idle-shutdown DURATION, --StataRuns:KEY=VALUE");
        output.WriteLine("To try it out: stataruns run examples/quickstart.do --stand-in");
    }

    /// <summary>Writes a paragraph in lines that fit, those behind the first as far in as it begins.</summary>
    private static void Write(TextWriter output, string paragraph)
    {
        var indent = paragraph.Length - paragraph.TrimStart().Length;
        var line = new StringBuilder(paragraph[..indent]);
        foreach (var word in paragraph[indent..].Split(' '))
        {
            if (line.Length > indent && line.Length + word.Length >= Width)
            {
                output.WriteLine(line.ToString().TrimEnd());
                line.Clear().Append(' ', indent == 0 ? 0 : indent + 2);
            }

            line.Append(word).Append(' ');
        }

        output.WriteLine(line.ToString().TrimEnd());
    }
}
