namespace StataRuns.Hosts;

/// <summary>What the parts of a cluster are told by their configuration: checked, and fixed for the life of the process.</summary>
public sealed record ClusterSettings
{
    /// <summary>PostgreSQL, in Npgsql's words. A silo's role writes; a gateway's may only read.</summary>
    public required string ConnectionString { get; init; }

    /// <summary>The cluster's secret id; null for the one that the database keeps.</summary>
    public string? Id { get; init; }

    /// <summary>The silo's port to other silos.</summary>
    public int SiloPort { get; init; } = 11_111;

    /// <summary>The silo's port to gateways.</summary>
    public int GatewayPort { get; init; } = 30_000;

    /// <summary>The address on which the silo listens and under which others reach it, by number or by name; null for this machine's own.</summary>
    public string? AdvertisedAddress { get; init; }

    /// <summary>PEM file of this program's certificate, its chain behind it; null: within the cluster nothing is encrypted.</summary>
    public string? Certificate { get; init; }

    /// <summary>PEM file of the certificate's private key.</summary>
    public string? CertificateKey { get; init; }

    /// <summary>PEM file of the authority whose certificates are let in, and nobody else's.</summary>
    public string? CertificateAuthority { get; init; }
}
