using StataRuns.McpFrontend.Cli.Connecting;

namespace StataRuns.McpFrontend.Cli.Servers;

/// <summary>A service elsewhere that the user named, and the key for it. Nothing is started on this machine for it.</summary>
/// <param name="Url">Its address: scheme, name and port.</param>
/// <param name="Key">The user's key; null where none is known.</param>
/// <param name="Source">What named it: an option, a variable, or the last login.</param>
internal sealed record RemoteServer(string Url, string? Key, string Source)
{
    /// <summary>The key may go unencrypted to it.</summary>
    public bool AllowsHttp { get; init; }

    /// <summary>The key is kept by <c>login</c>, so that any later command has it.</summary>
    public bool HasKeptKey { get; init; }

    /// <summary>Where it is.</summary>
    public ServicePlace Place => new(Url, Record: null);

    /// <summary>The options that name it on another command line; a key is never one of them.</summary>
    public IReadOnlyList<string> Options => AllowsHttp ? [ServerChoice.Option, Url, ServerAddress.AllowHttp] : [ServerChoice.Option, Url];
}
