using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace StataRuns.McpFrontend.Cli.Verbs;

/// <summary>All verbs, with an example of each, and those that are still to come.</summary>
internal static class VerbTable
{
    /// <summary>Verbs of later work: named, they are said to be missing rather than unknown.</summary>
    public static readonly IReadOnlyList<string> Later = ["rerun", "sessions", "open", "keep", "rm", "doctor"];

    private static readonly Dictionary<string, string[]> Examples = new(StringComparer.Ordinal)
    {
        ["stataruns"] = ["stataruns run examples/quickstart.do --stand-in", "stataruns --urls http://127.0.0.1:4100"],
        ["serve"] = ["stataruns serve --StataRuns:Runs:MaxConcurrent=4"],
        ["run"] = ["stataruns run main.do 2024 \"New York\" --timeout 2h", "stataruns run main.do > main.log"],
        ["attach"] = ["stataruns attach 01jd8c6r3v9k2m5x7q0w4e1t8z.lab2"],
        ["ps"] = ["stataruns ps --all", "stataruns ps --json"],
        ["logs"] = ["stataruns logs 01jd8c6r3v9k2m5x7q0w4e1t8z.lab2 -f"],
        ["cancel"] = ["stataruns cancel 01jd8c6r3v9k2m5x7q0w4e1t8z.lab2"],
        ["stdio"] = ["stataruns stdio", "claude mcp add stata -- stataruns stdio"],
        ["connect"] = ["stataruns connect", "stataruns connect claude-code --write", "stataruns connect codex --http"],
        ["status"] = ["stataruns status"],
        ["stop"] = ["stataruns stop"],
    };

    /// <summary>The whole command line.</summary>
    /// <param name="given">What was typed.</param>
    public static RootCommand Create(GivenArguments given)
    {
        var options = new CommonOptions();
        Invocation Invoke(ParseResult parsed) => Invocation.Of(parsed, options, given);

        var root = new RootCommand("Durable Stata runs: they outlive the terminal, the client and the service that started them.")
        {
            RunVerb.Create(Invoke),
            AttachVerb.Create(Invoke),
            PsVerb.Create(Invoke),
            LogsVerb.Create(Invoke),
            CancelVerb.Create(Invoke),
            StatusVerb.Create(Invoke),
            StopVerb.Create(Invoke),
            ConnectVerb.Create(Invoke, options, given),
            ServeVerb.Create(Invoke),
            StdioVerb.Create(Invoke),
            options.StandIn,
            options.Urls,
            options.IdleShutdown,
        };
        root.Directives.Clear();
        root.SetAction((parsed, _) => ServeVerb.RunAsync(Invoke(parsed)));
        foreach (var help in root.Options.OfType<HelpOption>())
        {
            help.Action = new HelpWithExamples((HelpAction)help.Action!);
        }

        return root;
    }

    /// <summary>The usual help, and below it what a call looks like.</summary>
    private sealed class HelpWithExamples(HelpAction usual) : SynchronousCommandLineAction
    {
        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            usual.Invoke(parseResult);
            var output = parseResult.InvocationConfiguration.Output;
            var command = parseResult.CommandResult.Command;
            var name = command is RootCommand ? "stataruns" : command.Name;
            output.WriteLine("Examples:");
            foreach (var example in Examples[name])
            {
                output.WriteLine($"  {example}");
            }

            output.WriteLine();
            if (command is RootCommand || name == "serve")
            {
                WriteSettings(output);
            }

            return ExitCode.Succeeded;
        }

        private static void WriteSettings(TextWriter output)
        {
            output.WriteLine("Settings (--StataRuns:KEY=VALUE with any command, StataRuns__KEY in the environment with __ for :, appsettings.json):");
            foreach (var key in Configuration.ConfigurationKeys.All.Where(key => key.IsAvailable && key != Configuration.ConfigurationKeys.AllowedPath))
            {
                output.WriteLine($"  {key.Name,-28}{key.Meaning} Default: {key.Default}.".Replace("`", "", StringComparison.Ordinal));
            }

            output.WriteLine();
        }
    }
}
