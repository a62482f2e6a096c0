using System.Buffers.Text;
using System.Security.Cryptography;
using StataRuns.Configuration;
using StataRuns.Hosts;

namespace StataRuns.McpFrontend.Security;

/// <summary>The bearer token, kept in the data folder for those who may read it: the service's own user.</summary>
internal static class TokenFile
{
    private const int TokenBytes = 32;

    /// <summary>Reads the token, or null if there is none yet.</summary>
    /// <exception cref="ConfigurationException">Another user could have put it there.</exception>
    public static string? TryRead(string path) => OwnFile.TryReadText(path);

    /// <summary>Reads the token, or makes it: at the first start, by the one service that holds the data folder's lock.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static string ReadOrMake(string path)
    {
        if (TryRead(path) is { } known)
        {
            return known;
        }

        var token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(TokenBytes));
        PrivateFile.Write(path, $"{token}\n");
        return token;
    }
}
