using System.CommandLine;
using StataRuns.McpFrontend.Cli.Connecting;
using StataRuns.McpFrontend.Configuration;
using StataRuns.McpFrontend.Serve;

namespace StataRuns.McpFrontend.Cli.Verbs;

/// <summary>A verb as it was called: with its settings, and the way to the service that these choose.</summary>
internal sealed class Invocation
{
    private const string FreePort = "http://127.0.0.1:0";

    private static readonly string DataDirectoryKey = $"{ConfigurationKey.Section}:{ConfigurationKeys.DataDirectory.Name}";

    private static readonly TimeSpan TryOutIdle = TimeSpan.FromMinutes(15);

    private Invocation(ServiceSettings settings, ServiceAccess access, OwnCommand own, IReadOnlyList<string> literal) =>
        (Settings, Access, Own, Literal) = (settings, access, own, literal);

    /// <summary>All settings, checked.</summary>
    public ServiceSettings Settings { get; }

    /// <summary>The way to the service.</summary>
    public ServiceAccess Access { get; }

    /// <summary>How a person calls this program.</summary>
    public OwnCommand Own { get; }

    /// <summary>What followed <c>--</c>.</summary>
    public IReadOnlyList<string> Literal { get; }

    /// <summary>Reads and checks the configuration for a verb.</summary>
    /// <exception cref="ConfigurationException">A setting is wrong.</exception>
    public static Invocation Of(ParseResult parsed, CommonOptions options, GivenArguments given)
    {
        var standIn = parsed.GetValue(options.StandIn);
        var urls = parsed.GetValue(options.Urls);
        var idle = parsed.GetValue(options.IdleShutdown);
        var configuration = ConfigurationSources.Read(
        [
            .. given.Settings.Select(setting => $"--{setting.Key}={setting.Value}"),
            .. urls is null ? (IEnumerable<string>)[] : [$"--urls={urls}"],
        ]);

        var settings = SettingsReader.Read(configuration, standIn);
        settings = settings with
        {
            // One folder has one name, whatever links lead to it.
            Host = settings.Host with { DataDirectory = RealPath.Of(settings.Host.DataDirectory) },
            // A try-out must not take the port of the real service.
            Urls = settings.Urls ?? (settings.Host.StandIn ? FreePort : null),
            IdleShutdown = Duration.TryParse(idle, out var asked) ? asked : null,
        };

        var tryOut = settings.Host.StandIn && idle is null;
        string[] serviceOptions =
        [
            "serve",
            .. standIn ? (IEnumerable<string>)["--stand-in"] : [],
            .. urls is null ? (IEnumerable<string>)[] : ["--urls", urls],
            .. tryOut ? (IEnumerable<string>)["--idle-shutdown", Duration.Format(TryOutIdle)] : idle is null ? [] : ["--idle-shutdown", idle],
        ];

        var own = new OwnCommand([.. standIn ? (IEnumerable<string>)["--stand-in"] : [], .. Choosing(given)]);
        var starter = new ServiceStarter(settings, ServiceLaunch.WithSettings(serviceOptions, given.Settings));
        var isTold = urls is not null || idle is not null || given.Settings.Keys.Any(key => !key.Equals(DataDirectoryKey, StringComparison.OrdinalIgnoreCase));
        return new Invocation(settings, new ServiceAccess(settings, starter, own, isTold), own, given.Literal);
    }

    /// <summary>Of the settings on the command line, the one that chooses the service.</summary>
    private static IEnumerable<string> Choosing(GivenArguments given) =>
        given.Settings.TryGetValue(DataDirectoryKey, out var folder) ? [$"--{DataDirectoryKey}={folder}"] : [];
}
