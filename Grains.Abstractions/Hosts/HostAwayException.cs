using Orleans.Runtime;

namespace StataRuns.Hosts;

/// <summary>A host does not answer. Its runs may go on there, and nothing about them is decided by this.</summary>
[GenerateSerializer, Alias("StataRuns.HostAway")]
public sealed class HostAwayException : OrleansException
{
    /// <param name="host">The host's name.</param>
    public HostAwayException(string host)
        : base($"host {host} does not answer")
    {
    }
}
