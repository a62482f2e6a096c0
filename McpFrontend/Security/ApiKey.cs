using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace StataRuns.McpFrontend.Security;

/// <summary>An owner's key. It is shown once; what is kept is its digest, which opens nothing.</summary>
/// <param name="Text">The key.</param>
internal sealed record ApiKey(string Text)
{
    private const string Prefix = "sr_"; // by which programs that look for lost secrets can know it
    private const int RandomBytes = 32;

    /// <summary>SHA-256, in hexadecimal digits: of 256 random bits nothing slower is needed.</summary>
    public string Digest => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Text)));

    /// <summary>Makes a key.</summary>
    public static ApiKey Make() => new(Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(RandomBytes)));
}
