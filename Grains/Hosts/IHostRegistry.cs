namespace StataRuns.Hosts;

/// <summary>The hosts that there are, as far as anybody wrote them down. It answers while a host does not.</summary>
public interface IHostRegistry
{
    /// <summary>The hosts' names, in their order.</summary>
    Task<IReadOnlyList<string>> NamesAsync(CancellationToken cancellation = default);

    /// <summary>Notes that a host is there.</summary>
    Task SeeAsync(string host);

    /// <summary>Does a host take no new runs?</summary>
    Task<bool> IsDrainingAsync(string host);

    /// <summary>Remembers that a host takes no new runs, or takes them again.</summary>
    Task DrainAsync(string host, bool drain);
}

/// <summary>The one host of an embedded service. Whoever does not want its runs stops it.</summary>
internal sealed class OnlyHost(HostSettings settings) : IHostRegistry
{
    public Task<IReadOnlyList<string>> NamesAsync(CancellationToken cancellation = default) => Task.FromResult<IReadOnlyList<string>>([settings.Host]);

    public Task SeeAsync(string host) => Task.CompletedTask;

    public Task<bool> IsDrainingAsync(string host) => Task.FromResult(false);

    public Task DrainAsync(string host, bool drain) =>
        throw new NotSupportedException("An embedded service has one host, which cannot be drained: stop the service.");
}
