using System.Text.Json;
using StataRuns.Hosts;
using StataRuns.McpFrontend.Cli.Servers;
using StataRuns.McpFrontend.Serve;
using StataRuns.Stata;

namespace StataRuns.McpFrontend.Cli.Connect;

/// <summary>Does what <c>connect</c> was asked for.</summary>
/// <param name="machine">This machine.</param>
/// <param name="own">How a person calls this program.</param>
/// <param name="targets">Makes what the client is to connect to.</param>
/// <param name="settings">All settings, read.</param>
/// <param name="findService">The running service, if one runs.</param>
/// <param name="clock">For the names of copies.</param>
internal sealed class ConnectCommand(
    IClientMachine machine, OwnCommand own, TargetBuilder targets, ServiceSettings settings, Func<ServiceRecord?> findService, TimeProvider clock)
{
    private readonly ConnectReport _report = new(own);

    /// <summary>Does it.</summary>
    /// <exception cref="CliException">It cannot be done.</exception>
    public void Run(ConnectRequest request)
    {
        if (request.Client is null)
        {
            List(request.Json);
            return;
        }

        var client = KnownClients.All.First(known => known.Id == request.Client);
        var places = new ClientPlaces(machine);
        var path = client.File(request.Scope, places)
            ?? throw new CliException($"{client.Title} has no file in a project; leave --scope out.", ExitCode.WrongUsage);
        var what = request.Undo ? Undo(client, path, request) : Connect(client, path, request, places);
        if (request.Json)
        {
            ConnectReport.Json(what);
        }
        else if (request.Write || request.Undo)
        {
            _report.Done(client, what, Repeated(request, withTarget: false));
        }
        else
        {
            _report.Print(client, what, Repeated(request, withTarget: true));
        }
    }

    /// <summary>Prints the header with the token, as Claude Code asks for it.</summary>
    public void PrintHeaders() =>
        Say.Json($$"""{"Authorization":{{JsonSerializer.Serialize($"Bearer {targets.Secret(settings)}")}}}""");

    private void List(bool json)
    {
        var clients = ClientSurvey.Of(machine);
        if (json)
        {
            Say.Json(JsonSerializer.Serialize(clients, ConnectJsonContext.Printed.IReadOnlyListListedClientJson));
            return;
        }

        _report.List(clients);
    }

    private ConnectJson Connect(McpClient client, string path, ConnectRequest request, ClientPlaces places)
    {
        ServerTarget target = request.Http ? targets.Http(settings, findService(), request.WithToken) : targets.Stdio();
        var entry = client.Entry(target)
            ?? throw new CliException($"{client.Title} connects to programs that it starts, not to addresses on this machine; leave --http out.", ExitCode.WrongUsage);
        var holdsToken = target is HttpTarget { Token: not null };
        if (holdsToken && request.Scope == ClientScope.Project)
        {
            throw new CliException("A project's file is shared with others: a token does not belong there. Leave --with-token out.", ExitCode.WrongUsage);
        }

        var outcome = request.Write
            ? new Connector(clock).Write(client.List, path, request.Name, entry, request.Replace, isPrivate: request.Scope == ClientScope.User, holdsToken)
            : null;
        return new ConnectJson
        {
            Client = client.Id,
            Scope = KnownClients.ScopeName(request.Scope),
            Name = request.Name,
            Path = path,
            Action = Word(outcome?.Action),
            Copy = outcome?.Copy,
            Entry = entry,
            Text = client.List.Put("", request.Name, entry),
            Command = client.OwnCommand(request.Name, request.Scope, target),
            Next = client.Next(request.Scope),
            Notes = [.. targets.Notes, .. Notes(client, request, target, places)],
        };
    }

    private ConnectJson Undo(McpClient client, string path, ConnectRequest request)
    {
        var outcome = new Connector(clock).Undo(client.List, path, request.Name);
        return new ConnectJson
        {
            Client = client.Id,
            Scope = KnownClients.ScopeName(request.Scope),
            Name = request.Name,
            Path = path,
            Action = Word(outcome.Action),
            Copy = outcome.Copy,
            Next = outcome.Action == ConnectAction.Nothing ? null : $"{client.Title} forgets the server when it is started again.",
            Notes = [],
        };
    }

    private IEnumerable<string> Notes(McpClient client, ConnectRequest request, ServerTarget target, ClientPlaces places)
    {
        if (!client.SeemsInstalled(places, machine))
        {
            yield return $"{client.Title} does not seem to be installed here.";
        }

        if (target is HttpTarget { NeedsToken: true, Token: null } && client.TokenAdvice(targets.Server is null ? settings.TokenFile : KeptServers.OfUser.FilePath) is { Length: > 0 } advice)
        {
            yield return advice;
        }

        if (target is StdioTarget && request.Scope == ClientScope.Project)
        {
            yield return "The entry names this program by its path on this machine: whoever shares the project needs an own one.";
        }

        var mayBeOnWindows = machine.Kind == MachineKind.Linux && client.Id is ("claude-desktop" or "cursor" or "vscode");
        if (mayBeOnWindows && machine.Variable("WSL_DISTRO_NAME") is { } distribution && target is StdioTarget stdio)
        {
            yield return $"This is WSL. Where {client.Title} runs on Windows it reads its file there; the command is then wsl.exe with the arguments "
                + ShellWord.Line(["-d", distribution, "--", stdio.Command, .. stdio.Arguments]) + ".";
        }
    }

    private static string Word(ConnectAction? action) => action switch
    {
        null => "none",
        ConnectAction.Nothing => "nothing",
        ConnectAction.Added => "added",
        ConnectAction.Changed => "changed",
        ConnectAction.Removed => "removed",
        ConnectAction.Restored => "restored",
        _ => "deleted",
    };

    private List<string> Repeated(ConnectRequest request, bool withTarget) =>
    [
        "connect", request.Client!,
        .. withTarget ? targets.Given : [],
        .. request.Http && withTarget ? (IEnumerable<string>)["--http"] : [],
        .. request.WithToken && withTarget ? (IEnumerable<string>)["--with-token"] : [],
        .. request.Scope == ClientScope.Project ? (IEnumerable<string>)["--scope", "project"] : [],
        .. request.Name != ConnectDefaults.Name ? (IEnumerable<string>)["--name", request.Name] : [],
    ];
}

/// <summary>What is taken where nothing was said.</summary>
internal static class ConnectDefaults
{
    /// <summary>The server's name.</summary>
    public const string Name = "stata";
}
