using System.CommandLine;
using StataRuns.Configuration;
using StataRuns.McpFrontend.Cli.Connecting;
using StataRuns.McpFrontend.Cli.Display;
using StataRuns.McpFrontend.Cli.References;
using StataRuns.McpFrontend.Cli.Servers;
using StataRuns.McpFrontend.Serve;

namespace StataRuns.McpFrontend.Cli.Verbs;

/// <summary>A verb as it was called: with its settings, and the way to the service that these choose.</summary>
internal sealed class Invocation
{
    private const string FreePort = "http://127.0.0.1:0";

    private static readonly string DataDirectoryKey = $"{ConfigurationKey.Section}:{ConfigurationKeys.DataDirectory.Name}";

    private static readonly TimeSpan TryOutIdle = TimeSpan.FromMinutes(15);

    private static readonly string[] LocalVerbs = ["serve", "doctor", "recover"];

    private readonly Lazy<Terminal?> _terminal;
    private readonly Lazy<IReadOnlyList<Invocation>> _places;

    private Invocation(
        ServiceSettings settings, ServiceAccess access, OwnCommand own, Colours colours, IReadOnlyList<string> literal, Func<Invocation>? withStandIn)
    {
        (Settings, Access, Own, Colours, Literal) = (settings, access, own, colours, literal);
        _places = new Lazy<IReadOnlyList<Invocation>>(() =>
            withStandIn?.Invoke() is { } other && other.Settings.Host.DataDirectory != settings.Host.DataDirectory ? [this, other] : [this]);
        _terminal = new Lazy<Terminal?>(() => Terminal.Find(colours));
    }

    /// <summary>All settings, checked.</summary>
    public ServiceSettings Settings { get; }

    /// <summary>The way to the service.</summary>
    public ServiceAccess Access { get; }

    /// <summary>
    /// Where a run may be that is named: in this verb's data folder, and in that of the stand-in, since <c>--stand-in</c> is needed only where a run is made.
    /// </summary>
    public IReadOnlyList<Invocation> Places => _places.Value;

    /// <summary>The run folders of this verb's data folder.</summary>
    public RunFolders Folders => new(Settings.Host);

    /// <summary>The server that it works with; null for this machine's own service.</summary>
    public RemoteServer? Server => Access.Remote;

    /// <summary>The runs are a cluster's, or another machine's: only its service knows them, and no folder here does.</summary>
    public bool AreRunsElsewhere => Server is not null || Settings.Cluster is not null || Access.Awaited is not null;

    /// <summary>False where certainly no run was ever made: there a verb that only reads starts no service.</summary>
    public bool MayHaveRuns => AreRunsElsewhere || Access.Find() is not null || Folders.HasAny;

    /// <summary>How a person calls this program.</summary>
    public OwnCommand Own { get; }

    /// <summary>When there are colours.</summary>
    public Colours Colours { get; }

    /// <summary>The terminal on standard output; null if a bar cannot be drawn there.</summary>
    public Terminal? Terminal => _terminal.Value;

    /// <summary>The options that were given of those that every verb has, as they would be given again.</summary>
    public required IReadOnlyList<string> GivenOptions { get; init; }

    /// <summary>The settings of the command line, <c>StataRuns:Key</c> to value.</summary>
    public required IReadOnlyDictionary<string, string> GivenSettings { get; init; }

    /// <summary>What followed <c>--</c>.</summary>
    public IReadOnlyList<string> Literal { get; }

    /// <summary>Reads and checks the configuration for a verb.</summary>
    /// <exception cref="ConfigurationException">A setting is wrong.</exception>
    public static Invocation Of(ParseResult parsed, CommonOptions options, GivenArguments given) => Of(parsed, options, given, parsed.GetValue(options.StandIn));

    private static Invocation Of(ParseResult parsed, CommonOptions options, GivenArguments given, bool standIn)
    {
        var urls = parsed.GetValue(options.Urls);
        var idle = parsed.GetValue(options.IdleShutdown);
        var configuration = ConfigurationSources.Read(
        [
            .. given.Settings.Select(setting => $"--{setting.Key}={setting.Value}"),
            .. urls is null ? (IEnumerable<string>)[] : [$"--urls={urls}"],
        ]);

        var remote = Remote(parsed, options, namesLocal: standIn || urls is not null || idle is not null || configuration[DataDirectoryKey] is { Length: > 0 });
        var settings = ServiceSettingsReader.Read(configuration, standIn);
        settings = settings with
        {
            Host = remote is null
                // One folder has one name, whatever links lead to it.
                ? settings.Host with { DataDirectory = RealPath.Of(settings.Host.DataDirectory) }
                // What this machine's own service would run says nothing of another one's.
                : settings.Host with { StandIn = standIn },
            // A try-out must not take the port of the real service.
            Urls = settings.Urls ?? (settings.Host.StandIn ? FreePort : null),
            IdleShutdown = Duration.TryParse(idle, out var asked) ? asked : null,
        };

        var tryOut = settings.Host.StandIn && idle is null;
        string[] givenOptions =
        [
            .. standIn ? (IEnumerable<string>)["--stand-in"] : [],
            .. urls is null ? (IEnumerable<string>)[] : ["--urls", urls],
            .. idle is null ? (IEnumerable<string>)[] : ["--idle-shutdown", idle],
        ];
        string[] serviceOptions = ["serve", .. givenOptions, .. tryOut ? (IEnumerable<string>)["--idle-shutdown", Duration.Format(TryOutIdle)] : []];

        string[] standInOption = standIn ? ["--stand-in"] : [];
        var own = new OwnCommand([.. standInOption, .. remote is null ? Choosing(given) : remote.Source == ServerChoice.Option ? remote.Options : []]);
        var starter = new ServiceStarter(settings, ServiceLaunch.WithSettings(serviceOptions, given.Settings));
        var colours = ColourChoice.Of(parsed.GetValue(options.Colour), Environment.GetEnvironmentVariable);
        var isTold = urls is not null || idle is not null || given.Settings.Keys.Any(key => !key.Equals(DataDirectoryKey, StringComparison.OrdinalIgnoreCase));
        var alone = standIn || remote is not null || settings.Cluster is not null;
        return new Invocation(settings, new ServiceAccess(settings, starter, own, isTold) { Remote = remote }, own, colours, given.Literal, alone ? null : () => Of(parsed, options, given, standIn: true))
        {
            GivenOptions = remote is null ? givenOptions : [.. standInOption, .. remote.Options],
            GivenSettings = given.Settings,
        };
    }

    /// <summary>The server that the command works with; null for this machine's own service, with which some verbs always do.</summary>
    private static RemoteServer? Remote(ParseResult parsed, CommonOptions options, bool namesLocal)
    {
        var server = parsed.GetValue(options.Server);
        var command = parsed.CommandResult.Command;
        if (command is RootCommand || LocalVerbs.Contains(command.Name))
        {
            return server is null or ServerAddress.None ? null
                : throw new ConfigurationException($"\"{(command is RootCommand ? "serve" : command.Name)}\" works on this machine: it takes no {ServerChoice.Option}.");
        }

        return ServerChoice.OfUser().Choose(server, parsed.GetValue(options.AllowHttp), namesLocal);
    }

    /// <summary>Of the settings on the command line, the one that chooses the service.</summary>
    private static IEnumerable<string> Choosing(GivenArguments given) =>
        given.Settings.TryGetValue(DataDirectoryKey, out var folder) ? [$"--{DataDirectoryKey}={folder}"] : [];
}
