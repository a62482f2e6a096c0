using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using ModelContextProtocol;

namespace StataRuns.Conformance.Fixtures;

/// <summary>State that a client carries and cannot change.</summary>
internal static class SealedState
{
    private static readonly byte[] Key = RandomNumberGenerator.GetBytes(32);

    public static string Seal(string state) => $"{Base64Url.EncodeToString(Mark(state))}.{state}";

    /// <exception cref="McpProtocolException">It is not what was given.</exception>
    public static string Open(string? state) =>
        state?.Split('.', 2) is [_, { } plain] && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(state), Encoding.UTF8.GetBytes(Seal(plain)))
            ? plain
            : throw Wrong();

    public static McpProtocolException Wrong() => new("requestState is not what this server gave.", McpErrorCode.InvalidParams);

    private static byte[] Mark(string state) => HMACSHA256.HashData(Key, Encoding.UTF8.GetBytes(state));
}
