using System.Net;
using StataRuns.Configuration;
using StataRuns.Hosts;

namespace StataRuns.McpFrontend.Serve;

/// <summary>What the service is told by its configuration: checked, complete, and fixed for the life of the process.</summary>
internal sealed record ServiceSettings
{
    /// <summary>Where a service listens that was not told otherwise.</summary>
    public const string DefaultUrl = "http://127.0.0.1:4000";

    /// <summary>How long a call stays open by default.</summary>
    public static readonly TimeSpan DefaultWait = ConfigurationKeys.McpWait.DefaultValue;

    /// <summary>The host whose runs the service keeps.</summary>
    public required HostSettings Host { get; init; }

    /// <summary>The cluster whose gateway this is; null: the service is embedded, and its own host.</summary>
    public ClusterSettings? Cluster { get; init; }

    /// <summary>
    /// Addresses to listen on, with semicolons between them, as <c>--urls</c> takes them; null when nobody named one: then
    /// <see cref="DefaultUrl"/>, or a free port beside it when that one is taken.
    /// </summary>
    public string? Urls { get; init; }

    /// <summary>Who is let in.</summary>
    public AuthMode Auth { get; init; } = AuthMode.Token;

    /// <summary>Digests of keys (SHA-256 in hexadecimal digits), by their owner.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> ApiKeys { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>The proxy that ends TLS in front, and is believed what it says of its callers; null: nobody is.</summary>
    public IPAddress? TrustProxy { get; init; }

    /// <summary>PEM file of the certificate for <c>https://</c>.</summary>
    public string? HttpCertificate { get; init; }

    /// <summary>PEM file of its private key.</summary>
    public string? HttpCertificateKey { get; init; }

    /// <summary>Names by which the service may be called, beside those in <see cref="Urls"/>.</summary>
    public IReadOnlyList<string> HttpNames { get; init; } = [];

    /// <summary>
    /// The configured token (<c>Auth:Token</c>); null for the one in <c>DataDirectory/token</c>, made at the first start. Where owners
    /// have keys it is the key with which this machine's terminal calls, and nothing to the service.
    /// </summary>
    public string? Token { get; init; }

    /// <summary>Names of variables, or their beginnings with a <c>*</c> behind, that terminal and relay pass on from their own environment.</summary>
    public IReadOnlyList<string> PassEnvironment { get; init; } = [];

    /// <summary>How long a call stays open when neither the call nor its client's row says otherwise.</summary>
    public TimeSpan McpWait { get; init; } = DefaultWait;

    /// <summary>
    /// How long calls stay open, by the client's name (<c>clientInfo.name</c>); null: until the run's end. Rows named here go
    /// before the ones that the service knows by itself.
    /// </summary>
    public IReadOnlyDictionary<string, TimeSpan?> McpWaits { get; init; } = new Dictionary<string, TimeSpan?>();

    /// <summary>The service ends by itself after so long without a run or a request; null: never.</summary>
    public TimeSpan? IdleShutdown { get; init; }

    /// <summary>Where the service says where it is, for the terminal and for <c>stdio</c>.</summary>
    public string ServiceFile => ServiceRecord.PathIn(Host.DataDirectory);

    /// <summary>Where the token is kept.</summary>
    public string TokenFile => Path.Combine(Host.DataDirectory, "token");
}
