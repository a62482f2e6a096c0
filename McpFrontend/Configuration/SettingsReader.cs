using StataRuns.Hosts;
using StataRuns.McpFrontend.Serve;

namespace StataRuns.McpFrontend.Configuration;

/// <summary>Makes the service's settings from a configuration. Touches no disk: the data folder is made by who starts the service.</summary>
internal sealed class SettingsReader(IConfiguration configuration)
{
    private readonly List<(string Path, string Value)> _entries = [.. ConfigurationCheck.Entries(configuration)];

    /// <summary>Checks a configuration and makes the settings from it.</summary>
    /// <param name="configuration">All sources.</param>
    /// <param name="standIn">The stand-in is asked for by option; it moves the default of the data folder too.</param>
    /// <exception cref="ConfigurationException">An entry is wrong.</exception>
    public static ServiceSettings Read(IConfiguration configuration, bool standIn)
    {
        ConfigurationCheck.Run(configuration);
        return new SettingsReader(configuration).Read(standIn);
    }

    private ServiceSettings Read(bool standInOption)
    {
        var standIn = standInOption || Value(ConfigurationKeys.StandIn);
        var host = Find(ConfigurationKeys.Host);
        return new ServiceSettings
        {
            Host = new HostSettings
            {
                DataDirectory = Find(ConfigurationKeys.DataDirectory) is { } configured
                    ? ConfigurationKeys.DataDirectory.Read(configured)
                    : DataDirectory.DefaultPath(standInOption),
                Host = host is null ? HostName.OfThisMachine() : ConfigurationKeys.Host.Read(host),
                StataPath = StataPath(),
                StandIn = standIn,
                MaxConcurrent = Value(ConfigurationKeys.MaxConcurrent),
                DefaultTimeout = Value(ConfigurationKeys.DefaultTimeout),
                Retention = Value(ConfigurationKeys.Retention),
                MaxOutputBytes = Value(ConfigurationKeys.MaxOutputBytes),
                AllowedPaths = AllowedPaths(),
            },
            IsHostConfigured = host is not null,
            Urls = configuration["urls"] is { Length: > 0 } urls ? urls : null,
            Auth = Value(ConfigurationKeys.AuthMode),
            Token = Find(ConfigurationKeys.AuthToken),
            McpWait = Value(ConfigurationKeys.McpWait),
            McpWaits = _entries
                .Where(entry => ConfigurationKeys.McpWaits.Matches(entry.Path))
                .ToDictionary(
                    entry => entry.Path.Split(':')[^1],
                    entry => ConfigurationKeys.McpWaits.Read(entry.Value),
                    StringComparer.OrdinalIgnoreCase),
        };
    }

    private string? Find(ConfigurationKey key) =>
        _entries.Where(entry => key.Matches(entry.Path)).Select(entry => entry.Value).FirstOrDefault();

    private T Value<T>(ConfigurationKey<T> key) => Find(key) is { } text ? key.Read(text) : key.DefaultValue;

    private string? StataPath()
    {
        if (Find(ConfigurationKeys.StataPath) is { } configured)
        {
            return ConfigurationKeys.StataPath.Read(configured);
        }

        return Environment.GetEnvironmentVariable("STATA_PATH") is { Length: > 0 } usual
            ? ValueKinds.AbsolutePath.TryRead(usual, out var path) ? path
                : throw new ConfigurationException($"STATA_PATH is \"{usual}\", but must be {ValueKinds.AbsolutePath.Allowed}.")
            : null;
    }

    /// <summary>
    /// The allowed folders with their links resolved: a do-file's real path is held against them, and a link as an allowed
    /// folder would never match. A folder that is not there yet stays as it is written.
    /// </summary>
    private IReadOnlyList<string> AllowedPaths() =>
    [
        .. Value(ConfigurationKeys.AllowedPaths)
            .Concat(_entries.Where(entry => ConfigurationKeys.AllowedPath.Matches(entry.Path)).Select(entry => ConfigurationKeys.AllowedPath.Read(entry.Value)))
            .Select(RealPath.Of)
            .Distinct(StringComparer.Ordinal),
    ];
}
