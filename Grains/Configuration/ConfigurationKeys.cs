using System.Net;

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

    public static readonly ConfigurationKey<WorkingDirRule> WorkingDir = new(
        "Runs:WorkingDir", ValueKinds.WorkingDir, WorkingDirRule.DoFile, "do-file",
        "Working folder of a run whose call names none: `do-file` (its own folder) or `project` (the nearest folder, from the do-file's up, with `.git`, `.stataruns` or an `.stpr` file; else its own).");

    public static readonly ConfigurationKey<IReadOnlyList<string>> PassEnvironment = new(
        "Runs:PassEnvironment", ValueKinds.VariableNames, [], "none",
        "Variables that the terminal and `stdio` pass on with each run from their own environment: names separated by commas; `MY_*` means all that begin with `MY_`.");

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

    public static readonly ConfigurationKey<IPAddress?> TrustProxy = new(
        "Http:TrustProxy", ValueKinds.Address, null, "none",
        "Address of the proxy that ends TLS in front; its `X-Forwarded-For`, `-Proto` and `-Host` are trusted.");

    public static readonly ConfigurationKey<string?> HttpCertificate = new(
        "Http:Certificate", ValueKinds.AbsolutePath!, null, "none", "PEM file of the certificate, its chain behind it, for `https://` in `--urls`; read again when it changes.");

    public static readonly ConfigurationKey<string?> HttpCertificateKey = new(
        "Http:CertificateKey", ValueKinds.AbsolutePath!, null, "none", "PEM file of its private key.");

    public static readonly ConfigurationKey<IReadOnlyList<string>> HttpNames = new(
        "Http:Names", ValueKinds.HostNames, [], "the hosts in `--urls`", "Names under which other machines may call the service, separated by commas.");

    public static readonly ConfigurationKey<IReadOnlyList<string>> AllowedPaths = new(
        "Paths:Allowed", ValueKinds.AbsolutePaths, [], "none (anything the service's user may read)", "Folders from which do-files may be run, and in which they may run. Symbolic links are resolved; hard links are not.");

    /// <summary>The same as a list of the configuration system, one entry a key.</summary>
    public static readonly ConfigurationKey<string> AllowedPath = new(
        "Paths:Allowed:{n}", ValueKinds.AbsolutePath, "", "none", "One of these folders.");

    public static readonly ConfigurationKey<TimeSpan> McpWait = new(
        "Mcp:Wait", ValueKinds.Wait, TimeSpan.FromSeconds(50), "50s",
        "How long a call stays open when neither the call nor `Mcp:Waits` says otherwise.");

    public static readonly ConfigurationKey<TimeSpan?> McpWaits = new(
        "Mcp:Waits:{clientInfo.name}", ValueKinds.OpenWait, null,
        "`claude-code`: until the end if a progress token came; `claude-ai`: 200s", "How long a call stays open of the client with this name.");

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

    public static readonly ConfigurationKey<string?> ClusterCertificate = new(
        "Cluster:Certificate", ValueKinds.AbsolutePath!, null, "none", "PEM file of this program's certificate for TLS within the cluster (`stataruns-silo certificates`), its chain behind it.");

    public static readonly ConfigurationKey<string?> ClusterCertificateKey = new(
        "Cluster:CertificateKey", ValueKinds.AbsolutePath!, null, "none", "PEM file of its private key.");

    public static readonly ConfigurationKey<string?> ClusterCertificateAuthority = new(
        "Cluster:CertificateAuthority", ValueKinds.AbsolutePath!, null, "none", "PEM file of the cluster's own certificate authority: a program with a certificate of it is accepted as part of the cluster.");

    public static readonly ConfigurationKey<string> AuthToken = new(
        "Auth:Token", ValueKinds.Token, "", "made at first start, kept in `DataDirectory/token` (0600)",
        "The bearer token of the service; with `ApiKeys` the key with which this machine's terminal and `stdio` call it.");

    public static readonly ConfigurationKey<AuthMode> AuthMode = new(
        "Auth:Mode", ValueKinds.AuthMode, StataRuns.Configuration.AuthMode.Token, "Token", "`Token`, `ApiKeys`, or `None` (loopback only); later `Oidc`.");

    public static readonly ConfigurationKey<IReadOnlyList<string>> AuthApiKeys = new(
        "Auth:ApiKeys:{owner}", ValueKinds.KeyDigests, [], "none",
        "SHA-256 of the owner's key (`stataruns keys new NAME` makes one); several have commas between them.");

    public static readonly ConfigurationKey<string?> AuthAuthority = new(
        "Auth:Authority", ValueKinds.Text!, null, "none", "The authority that signs access tokens (OAuth 2.1, OIDC).") { IsAvailable = false };

    public static readonly ConfigurationKey<string?> AuthAudience = new(
        "Auth:Audience", ValueKinds.Text!, null, "none", "The audience that access tokens must name.") { IsAvailable = false };

    /// <summary>All settings, in the order of the documentation.</summary>
    public static readonly IReadOnlyList<ConfigurationKey> All =
    [
        DataDirectory, Host, StataPath, StandIn,
        MaxConcurrent, WorkingDir, PassEnvironment, DefaultTimeout, MaxOutputBytes, MaxMemoryBytes, Retention, Isolation, Network,
        SessionIdleTimeout, SessionMax, SessionYieldIdle,
        TrustProxy, HttpCertificate, HttpCertificateKey, HttpNames, AllowedPaths, AllowedPath, McpWait, McpWaits,
        ClusterConnectionString, ClusterId, ClusterSiloPort, ClusterGatewayPort, ClusterAdvertisedAddress,
        ClusterCertificate, ClusterCertificateKey, ClusterCertificateAuthority,
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
