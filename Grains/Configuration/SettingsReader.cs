using Microsoft.Extensions.Configuration;
using StataRuns.Hosts;

namespace StataRuns.Configuration;

/// <summary>
/// Reads settings from a configuration that was checked: what a host and a cluster are told. Touches no disk: the data folder
/// is made by who starts something on it.
/// </summary>
internal sealed class SettingsReader
{
    private readonly List<(string Path, string Value)> _entries;

    /// <summary>Checks the configuration first.</summary>
    /// <exception cref="ConfigurationException">An entry is wrong.</exception>
    public SettingsReader(IConfiguration configuration)
    {
        ConfigurationCheck.Run(configuration);
        _entries = [.. ConfigurationCheck.Entries(configuration)];
    }

    /// <summary>The host that runs do-files.</summary>
    /// <param name="standIn">The stand-in is asked for by option; it moves the default of the data folder too.</param>
    /// <exception cref="ConfigurationException"><c>STATA_PATH</c> is wrong.</exception>
    public HostSettings Host(bool standIn)
    {
        var host = Find(ConfigurationKeys.Host);
        return new HostSettings
        {
            DataDirectory = Find(ConfigurationKeys.DataDirectory) is { } configured
                ? ConfigurationKeys.DataDirectory.Read(configured)
                : DataDirectory.DefaultPath(standIn),
            Host = host is null ? HostName.OfThisMachine() : ConfigurationKeys.Host.Read(host),
            IsHostConfigured = host is not null,
            StataPath = StataPath(),
            StandIn = standIn || Value(ConfigurationKeys.StandIn),
            MaxConcurrent = Value(ConfigurationKeys.MaxConcurrent),
            WorkingDir = Value(ConfigurationKeys.WorkingDir),
            DefaultTimeout = Value(ConfigurationKeys.DefaultTimeout),
            Retention = Value(ConfigurationKeys.Retention),
            MaxOutputBytes = Value(ConfigurationKeys.MaxOutputBytes),
            AllowedPaths = AllowedPaths(),
        };
    }

    /// <summary>The cluster; null where none is configured: then the service is embedded.</summary>
    /// <exception cref="ConfigurationException">The address is none.</exception>
    public ClusterSettings? Cluster() => Find(ConfigurationKeys.ClusterConnectionString) is not { } connection ? null : new ClusterSettings
    {
        ConnectionString = ConfigurationKeys.ClusterConnectionString.Read(connection)!,
        Id = Find(ConfigurationKeys.ClusterId),
        SiloPort = Value(ConfigurationKeys.ClusterSiloPort),
        GatewayPort = Value(ConfigurationKeys.ClusterGatewayPort),
        AdvertisedAddress = Value(ConfigurationKeys.ClusterAdvertisedAddress),
        Certificate = Value(ConfigurationKeys.ClusterCertificate),
        CertificateKey = Value(ConfigurationKeys.ClusterCertificateKey),
        CertificateAuthority = Value(ConfigurationKeys.ClusterCertificateAuthority),
    };

    /// <summary>
    /// Digests of keys, by their owner. The configuration tells names apart by their letters only, not by capitals, and so do we:
    /// two gateways that write a name differently mean one owner.
    /// </summary>
    /// <exception cref="ConfigurationException">A name is none.</exception>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> ApiKeys()
    {
        var keys = new SortedDictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (var (name, digests) in Entries(ConfigurationKeys.AuthApiKeys))
        {
            keys[OwnerName.TryRead(name, out var owner) ? owner
                : throw new ConfigurationException($"{ConfigurationKey.Section}:Auth:ApiKeys names the owner \"{name}\", but an owner is {OwnerName.Allowed}.")]
                = ConfigurationKeys.AuthApiKeys.Read(digests);
        }

        return keys;
    }

    /// <summary>The text of a setting; null where it is not given.</summary>
    public string? Find(ConfigurationKey key) => Entries(key).Select(entry => entry.Value).FirstOrDefault();

    /// <summary>A setting, or its default.</summary>
    public T Value<T>(ConfigurationKey<T> key) => Find(key) is { } text ? key.Read(text) : key.DefaultValue;

    /// <summary>All entries of a setting whose name has a part in braces, by that part.</summary>
    public IEnumerable<(string Name, string Value)> Entries(ConfigurationKey key) =>
        _entries.Where(entry => key.Matches(entry.Path)).Select(entry => (entry.Path.Split(':')[^1], entry.Value));

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
            .Concat(Entries(ConfigurationKeys.AllowedPath).Select(entry => ConfigurationKeys.AllowedPath.Read(entry.Value)))
            .Select(RealPath.Of)
            .Distinct(StringComparer.Ordinal),
    ];
}
