using StataRuns.Hosts;

namespace StataRuns.McpFrontend.Cli.Connecting;

/// <summary>Where a service is: on this machine, by its record in the data folder, or at an address that the user named.</summary>
/// <param name="Url">Its address.</param>
/// <param name="Record">Its record; null for a service elsewhere, of whose process nothing is known here.</param>
internal sealed record ServicePlace(string Url, ServiceRecord? Record)
{
    /// <summary>A service on this machine.</summary>
    public ServicePlace(ServiceRecord record)
        : this(record.Url, record)
    {
    }

    /// <summary>False once its process has ended; of a service elsewhere only its answers tell.</summary>
    public bool Lives => Record?.Process.IsAlive() ?? true;

    /// <inheritdoc/>
    public override string ToString() => Record is { } record ? $"{Url} (process {record.ProcessId})" : Url;
}
