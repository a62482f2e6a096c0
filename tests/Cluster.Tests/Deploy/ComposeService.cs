namespace StataRuns.Cluster.Tests.Deploy;

/// <summary>One service of the compose file, its variables filled in.</summary>
internal sealed record ComposeService(string Name, IReadOnlyDictionary<string, object> Entries)
{
    public string Image => (string)Entries["image"];

    /// <summary>The image's stage in the Dockerfile; null for an image of somebody else.</summary>
    public string? Target => Map("build").GetValueOrDefault("target") as string;

    public IReadOnlyList<string> Entrypoint => Words("entrypoint");

    public IReadOnlyList<string>? Command => Entries.ContainsKey("command") ? Words("command") : null;

    public string Restart => (string)Entries["restart"];

    /// <summary>It does one thing and ends.</summary>
    public bool IsOnce => Restart == "no";

    public bool IsReadOnly => Entries.GetValueOrDefault("read_only") is "true";

    public string? User => Entries.GetValueOrDefault("user") as string;

    public IReadOnlyDictionary<string, string> Environment => Map("environment").ToDictionary(entry => entry.Key, entry => (string)entry.Value);

    public IReadOnlyList<string> EnvironmentFiles => Words("env_file");

    /// <summary>Whom it waits for, and until when.</summary>
    public IReadOnlyDictionary<string, string> WaitsFor =>
        Map("depends_on").ToDictionary(entry => entry.Key, entry => (string)ComposeFile.Map(entry.Value)["condition"]);

    public IReadOnlyList<string> Networks =>
        Entries.GetValueOrDefault("networks") is IReadOnlyList<object> ? Words("networks") : [.. Map("networks").Keys];

    /// <summary>Its fixed address in a network; null if it has none.</summary>
    public string? AddressIn(string network) => ComposeFile.Map(Map("networks").GetValueOrDefault(network)).GetValueOrDefault("ipv4_address") as string;

    public IReadOnlyList<string> Ports => Words("ports");

    public IReadOnlyList<string> Volumes => Words("volumes");

    public IReadOnlyList<string> Secrets => Words("secrets");

    /// <summary>The command that says how it is; none if it has none.</summary>
    public IReadOnlyList<string> HealthCheck => [.. ComposeFile.Words(Map("healthcheck").GetValueOrDefault("test")).Skip(1)];

    public IReadOnlyList<string> Words(string key) => ComposeFile.Words(Entries.GetValueOrDefault(key));

    private IReadOnlyDictionary<string, object> Map(string key) => ComposeFile.Map(Entries.GetValueOrDefault(key));
}
