
namespace StataRuns.Configuration;

/// <summary>
/// The table of all settings: the checks, the reading, <c>serve --help</c> and the documentation come from here and nowhere else.
/// </summary>
internal static class ConfigurationKeys
{
    public static readonly ConfigurationKey<string> DataDirectory = new(
        "DataDirectory", ValueKinds.AbsolutePath, "",
        "`$XDG_DATA_HOME/stataruns`, else `~/.local/share/stataruns` (macOS: `~/Library/Application Support/StataRuns`, Windows: `%LOCALAPPDATA%\\StataRuns`)",
        "Run folders, embedded database, token; on a local disk, mode 0700.");

    public static readonly ConfigurationKey<string> Host = new(
        "Host", ValueKinds.HostName, "", "the machine's name at the first start, as a slug",
        "The name of this host in run ids and placement; the data folder keeps it.");

    public static readonly ConfigurationKey<string> StataPath = new(
        "Stata:Path", ValueKinds.AbsolutePath, "", "discovered; `STATA_PATH` is honoured", "The Stata executable, or its installation folder.");

    public static readonly ConfigurationKey<bool> StandIn = new(
        "Stata:StandIn", ValueKinds.Boolean, false, "false (`--stand-in` sets it)", "The bundled stand-in instead of Stata.");

    public static readonly ConfigurationKey<int> MaxConcurrent = new(
        "Runs:MaxConcurrent", ValueKinds.Seats, Math.Min(Environment.ProcessorCount, 10_000), "number of cores",
        "Stata processes at a time on this host (licence seats); more wait in a queue, first come first served.");

    public static readonly ConfigurationKey<TimeSpan?> DefaultTimeout = new(
        "Runs:DefaultTimeout", ValueKinds.Limit, null, "none", "Wall time after which a run is stopped.");

    public static readonly ConfigurationKey<long> MaxOutputBytes = new(
        "Runs:MaxOutputBytes", ValueKinds.ByteSize, 1L << 30, "1GiB",
        "Output of a run past which it is stopped with a clear error; what was written stays.");

    public static readonly ConfigurationKey<long> MaxMemoryBytes = new(
        "Runs:MaxMemoryBytes", ValueKinds.ByteSize, 0, "none", "Memory of a run, its whole process tree.") { IsAvailable = false };

    public static readonly ConfigurationKey<TimeSpan?> Retention = new(
        "Runs:Retention", ValueKinds.Limit, null, "none", "Finished runs older than this are deleted, log and all, unless kept.");

    public static readonly ConfigurationKey<string> Isolation = new(
        "Runs:Isolation", ValueKinds.Isolation, "none", "none", "`none`, later `bubblewrap` (Linux).");

    public static readonly ConfigurationKey<bool> Network = new(
        "Runs:Network", ValueKinds.Boolean, true, "true", "With isolation: may runs use the network.") { IsAvailable = false };

    public static readonly ConfigurationKey<TimeSpan?> SessionIdleTimeout = new(
        "Sessions:IdleTimeout", ValueKinds.Limit, TimeSpan.FromHours(1), "1h", "After so long without a run a session ends.") { IsAvailable = false };

    public static readonly ConfigurationKey<int> SessionMax = new(
        "Sessions:Max", ValueKinds.Seats, 8, "8", "Living sessions at a time.") { IsAvailable = false };

    public static readonly ConfigurationKey<bool> SessionYieldIdle = new(
        "Sessions:YieldIdle", ValueKinds.Boolean, false, "false", "The longest idle session ends when runs wait for its seat.") { IsAvailable = false };

    public static readonly ConfigurationKey<string?> TrustProxy = new(
        "Http:TrustProxy", ValueKinds.Text!, null, "none", "Address of the proxy that ends TLS in front.") { IsAvailable = false };

    public static readonly ConfigurationKey<IReadOnlyList<string>> AllowedPaths = new(
        "Paths:Allowed", ValueKinds.AbsolutePaths, [], "none (anything the service's user may read)", "Folders from which do-files may be run.");

    /// <summary>The same as a list of the configuration system, one entry a key.</summary>
    public static readonly ConfigurationKey<string> AllowedPath = new(
        "Paths:Allowed:{n}", ValueKinds.AbsolutePath, "", "none", "One of these folders.");

    public static readonly ConfigurationKey<TimeSpan> McpWait = new(
        "Mcp:Wait", ValueKinds.Wait, TimeSpan.FromSeconds(50), "50s",
        "How long a call stays open when neither the call nor the client's row says otherwise.");

    public static readonly ConfigurationKey<TimeSpan?> McpWaits = new(
        "Mcp:Waits:{clientInfo.name}", ValueKinds.OpenWait, null,
        "`claude-code`: until the end if a progress token came; `claude-ai`: 200s", "What each client is known to bear.");

    public static readonly ConfigurationKey<string?> ClusterConnectionString = new(
        "Cluster:ConnectionString", ValueKinds.Secret!, null, "none: embedded", "PostgreSQL of the cluster; set, the service is one of its gateways.");

    public static readonly ConfigurationKey<string?> ClusterId = new(
        "Cluster:Id", ValueKinds.Secret!, null, "what `stataruns-silo migrate` made, in the database", "The cluster's secret id.");

    public static readonly ConfigurationKey<int> ClusterSiloPort = new(
        "Cluster:SiloPort", ValueKinds.Port, 11_111, "11111", "The silo's port to other silos.");

    public static readonly ConfigurationKey<int> ClusterGatewayPort = new(
        "Cluster:GatewayPort", ValueKinds.Port, 30_000, "30000", "The silo's port to gateways.");

    public static readonly ConfigurationKey<string?> ClusterAdvertisedAddress = new(
        "Cluster:AdvertisedAddress", ValueKinds.Text!, null, "this host's", "The address on which the silo listens, and under which others reach it.");

    public static readonly ConfigurationKey<string> AuthToken = new(
        "Auth:Token", ValueKinds.Token, "", "made at first start, kept in `DataDirectory/token` (0600)", "The bearer token of the service.");

    public static readonly ConfigurationKey<AuthMode> AuthMode = new(
        "Auth:Mode", ValueKinds.AuthMode, StataRuns.Configuration.AuthMode.Token, "Token", "`Token`, or `None` (loopback only); later `ApiKeys`, `Oidc`.");

    public static readonly ConfigurationKey<string?> AuthApiKeys = new(
        "Auth:ApiKeys:{owner}", ValueKinds.Secret!, null, "none", "Owner name to SHA-256 of the key.") { IsAvailable = false };

    public static readonly ConfigurationKey<string?> AuthAuthority = new(
        "Auth:Authority", ValueKinds.Text!, null, "none", "The authority that signs access tokens (OAuth 2.1, OIDC).") { IsAvailable = false };

    public static readonly ConfigurationKey<string?> AuthAudience = new(
        "Auth:Audience", ValueKinds.Text!, null, "none", "The audience that access tokens must name.") { IsAvailable = false };

    /// <summary>All settings, in the order of the documentation.</summary>
    public static readonly IReadOnlyList<ConfigurationKey> All =
    [
        DataDirectory, Host, StataPath, StandIn,
        MaxConcurrent, DefaultTimeout, MaxOutputBytes, MaxMemoryBytes, Retention, Isolation, Network,
        SessionIdleTimeout, SessionMax, SessionYieldIdle,
        TrustProxy, AllowedPaths, AllowedPath, McpWait, McpWaits,
        ClusterConnectionString, ClusterId, ClusterSiloPort, ClusterGatewayPort, ClusterAdvertisedAddress,
        AuthToken, AuthMode, AuthApiKeys, AuthAuthority, AuthAudience,
    ];

    /// <summary>The table of the documentation, in Markdown.</summary>
    public static string ToMarkdown() => string.Concat(
    [
        "| key | default | meaning |\n|---|---|---|\n",
        .. All.Where(key => key != AllowedPath).Select(key =>
            $"| `{key.Name}` | {key.Default} | {key.Meaning}{(key.IsAvailable ? "" : " *Not available yet.*")} |\n"),
    ]);
}
