using System.Security.Cryptography;
using System.Text.Json;

namespace StataRuns.Runs;

/// <summary>
/// What makes two requests one: owner, file, content, arguments, folder and session. The parts are written as a JSON
/// array before they are hashed, so that no two different lists read the same.
/// </summary>
internal static class RunFingerprint
{
    public static string Of(string owner, string filePath, string fileSha256, IReadOnlyList<string> arguments, string workingDir, string? sessionId)
    {
        var parts = JsonSerializer.SerializeToUtf8Bytes<string?[]>([owner, filePath, fileSha256, workingDir, sessionId, .. arguments]);
        return Convert.ToHexStringLower(SHA256.HashData(parts));
    }

    /// <summary>The fingerprint of a run whose stop was requested: no request has it, and no other run.</summary>
    public static string Released(RunId run) => $"stopped:{run}";
}
