namespace StataRuns.McpFrontend.Hosts;

/// <summary>Knows which hosts there are and which of them answer. A run of a host that does not answer is <c>unreachable</c>.</summary>
internal interface IHostWatch
{
    /// <summary>The hosts, in the order of their names.</summary>
    IReadOnlyList<string> Names { get; }

    /// <summary>Those that do not answer.</summary>
    IReadOnlyList<string> Away { get; }

    /// <summary>Does this host not answer? Of a host that nobody knows, nobody can say that it is away.</summary>
    bool IsAway(string host);

    /// <summary>Is cancelled when the host goes away; already is while it is away.</summary>
    CancellationToken Presence(string host);

    /// <summary>Calls back whenever the host goes away or comes back, until disposed.</summary>
    IDisposable Watch(string host, Action changed);
}

/// <summary>The one host of an embedded service: whoever can ask at all asks it.</summary>
internal sealed class OwnHost(string name) : IHostWatch
{
    public IReadOnlyList<string> Names => [name];

    public IReadOnlyList<string> Away => [];

    public bool IsAway(string host) => false;

    public CancellationToken Presence(string host) => CancellationToken.None;

    public IDisposable Watch(string host, Action changed) => Nothing.Instance;

    private sealed class Nothing : IDisposable
    {
        public static readonly Nothing Instance = new();

        public void Dispose()
        {
        }
    }
}
