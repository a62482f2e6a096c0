using StataRuns.Configuration;

namespace StataRuns.McpFrontend.Cli.Servers;

/// <summary>A server's address as a person writes it: scheme, name and port, and nothing that is no address.</summary>
internal static class ServerAddress
{
    /// <summary>Stands for this machine's own service where a server is expected.</summary>
    public const string None = "none";

    /// <summary>The option that lets a key go unencrypted.</summary>
    public const string AllowHttp = "--allow-http";

    /// <summary>Reads an address. A client's address (<c>…/mcp</c>) is understood.</summary>
    /// <param name="text">What was written.</param>
    /// <param name="source">Where it was written, for messages.</param>
    /// <param name="allowsHttp">The key may go unencrypted to another machine.</param>
    /// <returns>The address without a path and without a slash at its end, as it is kept and compared.</returns>
    /// <exception cref="ConfigurationException">It is none, or is refused.</exception>
    public static string Read(string text, string source, bool allowsHttp)
    {
        if (!text.Contains("://", StringComparison.Ordinal) || !Uri.TryCreate(text, UriKind.Absolute, out var uri)
            || (uri.Scheme != Uri.UriSchemeHttps && uri.Scheme != Uri.UriSchemeHttp) || uri.Host.Length == 0)
        {
            throw Wrong(source, text, "an address such as https://stata.example.org:4000");
        }

        if (uri.UserInfo.Length > 0 || uri.Query.Length > 0 || uri.Fragment.Length > 0)
        {
            // Not repeated: it may hold a key, which is no part of an address.
            throw new ConfigurationException($"{source} holds more than an address: write scheme, name and port only, such as https://stata.example.org:4000. A key is asked for by \"stataruns login\", or given as {ServerChoice.KeyVariable}.");
        }

        if (uri.AbsolutePath.TrimEnd('/') is not ("" or "/mcp"))
        {
            throw Wrong(source, text, "an address without a path, such as https://stata.example.org:4000");
        }

        if (uri.Scheme == Uri.UriSchemeHttp && !uri.IsLoopback && !allowsHttp)
        {
            throw new ConfigurationException(
                $"{source} is \"{text}\", which is not encrypted: everybody on the way could read your key, and with it run programs on the server. Use its https:// address, forward the port (ssh -L 4000:localhost:4000 {uri.Host}, then http://127.0.0.1:4000), or add {AllowHttp} where the network itself is trusted.");
        }

        return uri.GetLeftPart(UriPartial.Authority);
    }

    private static ConfigurationException Wrong(string source, string text, string allowed) => new($"{source} is \"{text}\", but must be {allowed}.");
}
