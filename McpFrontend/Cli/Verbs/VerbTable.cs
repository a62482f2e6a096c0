using System.CommandLine;
using System.CommandLine.Help;

namespace StataRuns.McpFrontend.Cli.Verbs;

/// <summary>All verbs, in the order of the help, with two examples of each, and those that are still to come.</summary>
internal static class VerbTable
{
    /// <summary>Verbs of later work: named, they are said to be missing rather than unknown.</summary>
    public static readonly IReadOnlyList<string> Later = ["sessions", "open"];

    private const string Id = "01jd8c6r3v9k2m5x7q0w4e1t8z.lab2";

    /// <summary>The verbs.</summary>
    public static readonly IReadOnlyList<VerbEntry> All =
    [
        new("Run", "run FILE [ARGS…]", RunVerb.Create)
        {
            Examples = ["run main.do 2024 \"New York\" --timeout 2h", "echo 'display 6*7' | stataruns run - > answer.log"],
            More =
            [
                "On a terminal the log scrolls above a bar; in a pipe standard output is the log, byte for byte, and nothing else.",
                "Ctrl-C, or a reader of the pipe that goes, detaches with exit code 130; the run goes on.",
                "Exit codes: 0 succeeded, 1 failed, 2 wrong usage, 3 lost or unreachable, 4 cancelled, 5 timed out, 130 detached.",
            ],
        },
        new("Run", "rerun RUN_ID", RerunVerb.Create) { Examples = [$"rerun {Id}", $"rerun {Id} --detach"] },
        new("Run", "attach RUN_ID", AttachVerb.Create) { Examples = [$"attach {Id}", "attach last --json"] },
        new("Run", "cancel RUN_ID", CancelVerb.Create) { Examples = [$"cancel {Id}", $"cancel {Id} --json"] },
        new("Look", "ps [--all]", PsVerb.Create) { Examples = ["ps --all", "ps --json"] },
        new("Look", "logs RUN_ID", LogsVerb.Create)
        {
            Examples = ["logs last -f --since 10m", $"logs {Id} --grep 'r\\(\\d+\\)' -C 3"],
            More = ["It ends with whoever reads it: \"| head\" and a pager that is left end it at once, also with -f."],
        },
        new("Keep", "keep RUN_ID", KeepVerb.Create) { Examples = [$"keep {Id}", $"keep {Id} --undo"], More = ["Runs that ended longer ago than the service's Runs:Retention are deleted, log and all; kept ones are not."] },
        new("Keep", "rm RUN_ID…", RemoveVerb.Create)
        {
            Examples = [$"rm {Id}", $"rm {Id} --json"],
            More = ["One that goes on is refused (exit code 1): cancel it first."],
        },
        new("Clients", "connect [CLIENT]", ConnectVerb.Create)
        {
            Examples = ["connect claude-code --write", "connect codex --http"],
            More = ["Clients: claude-code, claude-desktop, cursor, vscode, codex. \"connect\" alone says which seem to be installed here."],
        },
        new("Clients", "stdio", StdioVerb.Create) { Examples = ["stdio", "stdio --stand-in"], More = ["It starts the service if none runs, and its runs outlive the client."] },
        new("Clients", "login URL", LoginVerb.Create)
        {
            Examples = ["login https://stata.example.org:4000", "pass show stata | stataruns login https://stata.example.org:4000"],
            More =
            [
                "The key is asked for without being shown, or read from standard input; it is tried at the server before it is kept, for this user alone.",
                "From then on commands work with that server, \"stdio\" and \"connect\" too, and start nothing on this machine; paths are the server's.",
                "What names a service of this machine goes before: --stand-in, --urls, --StataRuns:DataDirectory, --server none.",
            ],
        },
        new("Clients", "logout [URL]", LogoutVerb.Create) { HasLine = false, Examples = ["logout", "logout https://stata.example.org:4000"] },
        new("Service", "status", StatusVerb.Create) { Examples = ["status", "status --json"] },
        new("Service", "stop", StopVerb.Create) { Examples = ["stop", "stop --stand-in"] },
        new("Service", "doctor", DoctorVerb.Create)
        {
            Examples = ["doctor", "doctor --quick --json"],
            More = ["It starts Stata five times, one after the other, for some seconds each; exit code 1 says that runs will not work."],
        },
        new("Service", "recover", RecoverVerb.Create)
        {
            Examples = ["recover", "recover --owner ann"],
            More = ["For a data folder whose database is gone and whose runs/ is not. It starts nothing. Rebuilt runs are kept, since who wanted to keep which is not known."],
        },
        new("Service", "keys new NAME", KeysVerb.Create)
        {
            Examples = ["keys new ann", "keys new ann@example.org --json"],
            More = ["Standard output is the key, once and nowhere else; standard error says where its digest goes. Whoever has the key runs programs as the service's user."],
        },
        new("Service", "serve", ServeVerb.Create)
        {
            Examples = ["serve --StataRuns:Runs:MaxConcurrent=4", "serve --urls http://127.0.0.1:4100"],
            More = ["No command at all does the same.", "", .. Settings()],
        },
        new("Shell", "completion SHELL", CompletionVerb.Create)
        {
            Examples = ["completion bash > ~/.local/share/bash-completion/completions/stataruns", "completion fish > ~/.config/fish/completions/stataruns.fish"],
            More = ["zsh: stataruns completion zsh > DIR/_stataruns, where DIR is in $fpath before compinit runs."],
        },
    ];

    /// <summary>The whole command line.</summary>
    /// <param name="given">What was typed.</param>
    public static RootCommand Create(GivenArguments given)
    {
        var options = new CommonOptions();
        Invocation Invoke(ParseResult parsed) => Invocation.Of(parsed, options, given);

        var root = new RootCommand("Durable Stata runs: they outlive the terminal, the client and the service.");
        foreach (var entry in All)
        {
            root.Subcommands.Add(entry.Create(Invoke));
        }

        root.Subcommands.Add(CompleteVerb.Create(given));
        root.Options.Add(options.StandIn);
        root.Options.Add(options.Urls);
        root.Options.Add(options.IdleShutdown);
        root.Options.Add(options.Server);
        root.Options.Add(options.AllowHttp);
        root.Options.Add(options.Colour);
        root.Directives.Clear();
        root.SetAction((parsed, _) => ServeVerb.RunAsync(Invoke(parsed)));
        foreach (var help in root.Options.OfType<HelpOption>())
        {
            help.Action = new Help((HelpAction)help.Action!);
        }

        return root;
    }

    private static IEnumerable<string> Settings() =>
    [
        "Settings (--StataRuns:KEY=VALUE with any command, StataRuns__KEY in the environment with __ for :, appsettings.json):",
        .. Configuration.ConfigurationKeys.All
            .Where(key => key.IsAvailable && key != Configuration.ConfigurationKeys.AllowedPath)
            .Select(key => $"  {key.Name,-28}{key.Meaning} Default: {key.Default}.".Replace("`", "", StringComparison.Ordinal)),
    ];
}

/// <summary>A verb in the table.</summary>
/// <param name="Group">What it is for, in a word.</param>
/// <param name="Usage">Its name, and what it needs.</param>
/// <param name="Create">Makes it.</param>
internal sealed record VerbEntry(string Group, string Usage, Func<Func<ParseResult, Invocation>, Command> Create)
{
    /// <summary>Its name.</summary>
    public string Name => Usage.Split(' ')[0];

    /// <summary>What a call looks like, without the program's name.</summary>
    public required IReadOnlyList<string> Examples { get; init; }

    /// <summary>It has a line of its own in the program's help; false where another verb's line names it.</summary>
    public bool HasLine { get; init; } = true;

    /// <summary>What its options do not tell.</summary>
    public IReadOnlyList<string> More { get; init; } = [];
}
