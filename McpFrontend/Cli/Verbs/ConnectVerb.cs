using System.Collections;
using System.CommandLine;
using StataRuns.Configuration;
using StataRuns.McpFrontend.Cli.Connect;
using StataRuns.McpFrontend.Cli.Connecting;
using StataRuns.McpFrontend.Mcp.Arguments;

namespace StataRuns.McpFrontend.Cli.Verbs;

/// <summary><c>connect [CLIENT]</c>: what an MCP client needs to be told, printed or written into its file.</summary>
internal static class ConnectVerb
{
    private const int LongestName = 64;

    public static Command Create(Func<ParseResult, Invocation> invoke)
    {
        var client = new Argument<string?>("CLIENT") { Arity = ArgumentArity.ZeroOrOne, Description = $"{string.Join(", ", Ids)}; without it the clients are listed." };
        var write = new Option<bool>("--write") { Description = "Write it into the client's file; everything else in it stays, and a dated copy of it is made." };
        var undo = new Option<bool>("--undo") { Description = "Take it out of the client's file again." };
        var http = new Option<bool>("--http") { Description = "Connect to the running service by address instead of starting \"stataruns stdio\"." };
        var withToken = new Option<bool>("--with-token") { Description = "With --http: write the service's token into the file; by default the client is told where it is." };
        var scope = new Option<ClientScope>("--scope")
        {
            Description = "For the user (default), or for the project in the current folder.",
            HelpName = "user|project",
            CustomParser = result =>
            {
                var word = result.Tokens[0].Value;
                if (word is not ("user" or "project"))
                {
                    result.AddError($"--scope is \"{word}\", but must be user or project.");
                }

                return word == "project" ? ClientScope.Project : ClientScope.User;
            },
        };
        var name = new Option<string>("--name") { Description = "The server's name in the client (default stata).", HelpName = "NAME", DefaultValueFactory = _ => ConnectDefaults.Name };
        var replace = new Option<bool>("--replace") { Description = "With --write: take the place of another server of that name." };
        var json = new Option<bool>("--json") { Description = "The answer as JSON." };
        var headers = new Option<bool>("--headers") { Hidden = true };
        client.Validators.Add(result =>
        {
            if (result.Tokens is [var given] && !Ids.Contains(given.Value, StringComparer.Ordinal))
            {
                var meant = NearestWord.To(given.Value, Ids) is { } nearest ? $"did you mean {nearest}?" : $"the clients are {string.Join(", ", Ids)}.";
                result.AddError($"\"{given.Value}\" is not a client that is known; {meant}");
            }
        });
        name.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>() is var text && (text is null or { Length: 0 or > LongestName } || !text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')))
            {
                result.AddError($"--name is \"{text}\", but must be letters, digits, - and _, {LongestName} at most.");
            }
        });
        var verb = new Command("connect", "Connect an MCP client: show how, or --write it.")
        {
            client, write, undo, http, withToken, scope, name, replace, json, headers,
        };
        verb.Validators.Add(result =>
        {
            var changes = result.GetValue(write) || result.GetValue(undo);
            if (result.GetValue(write) && result.GetValue(undo))
            {
                result.AddError("--write and --undo contradict each other.");
            }
            else if (changes && result.GetResult(client) is not { Tokens.Count: > 0 })
            {
                result.AddError($"Say which client: {string.Join(", ", Ids)}.");
            }
            else if (result.GetValue(withToken) && !result.GetValue(http))
            {
                result.AddError("--with-token goes with --http; a program that the client starts finds the token by itself.");
            }
        });
        verb.SetAction((parsed, _) =>
        {
            var invocation = invoke(parsed);
            var command = new ConnectCommand(new ThisClientMachine(), invocation.Own, Targets(invocation), invocation.Settings, invocation.Access.Find, TimeProvider.System);
            if (parsed.GetValue(headers))
            {
                command.PrintHeaders();
                return Task.FromResult(ExitCode.Succeeded);
            }

            command.Run(new ConnectRequest
            {
                Client = parsed.GetValue(client),
                Name = parsed.GetValue(name)!,
                Scope = parsed.GetValue(scope),
                Http = parsed.GetValue(http),
                WithToken = parsed.GetValue(withToken),
                Write = parsed.GetValue(write),
                Undo = parsed.GetValue(undo),
                Replace = parsed.GetValue(replace),
                Json = parsed.GetValue(json),
            });
            return Task.FromResult(ExitCode.Succeeded);
        });
        return verb;
    }

    private static List<string> Ids { get; } = [.. KnownClients.All.Select(client => client.Id)];

    private static TargetBuilder Targets(Invocation invocation) => new()
    {
        Program = OwnProgram.Here,
        Options = invocation.GivenOptions,
        Settings = invocation.GivenSettings,
        Server = invocation.Server,
        Environment = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .ToDictionary(variable => (string)variable.Key, variable => (string?)variable.Value ?? "", StringComparer.Ordinal),
    };
}
