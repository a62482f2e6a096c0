using System.Security.Cryptography;
using System.Text.Json;

namespace StataRuns.Runs;

/// <summary>
/// What makes two requests one: owner, file, content, arguments, folder, environment and session. The parts are written as a JSON
/// array before they are hashed, so that no two different lists read the same.
/// </summary>
/// <remarks>
/// The hash is not salted, since two hosts must come to the same one: who reads the database can try values of an environment variable until
/// one fits. That database is its owner's; what is shown of a run has no fingerprint. Without an environment the parts are the same as before there was one,
/// so that stored runs are still found.
/// </remarks>
internal static class RunFingerprint
{
    public static string Of(
        string owner, string filePath, string fileSha256, IReadOnlyList<string> arguments, string workingDir, string? sessionId, string? environmentSha256 = null)
    {
        string?[] parts = [owner, filePath, fileSha256, workingDir, sessionId, .. arguments];

        // An array in an array: no list of arguments reads like it.
        var text = environmentSha256 is null
            ? JsonSerializer.SerializeToUtf8Bytes(parts)
            : JsonSerializer.SerializeToUtf8Bytes<string?[][]>([parts, [environmentSha256]]);
        return Convert.ToHexStringLower(SHA256.HashData(text));
    }

    /// <summary>The fingerprint of a run whose stop was requested: no request has it, and no other run.</summary>
    public static string Released(RunId run) => $"stopped:{run}";

    /// <summary>That of a run which no call may join, since it is not known, or not the same any more, what it runs. No request has it.</summary>
    public static string OfNobody(RunId run) => $"changed:{run.Text}";

    /// <summary>The fingerprint of a run whose content is now known to be another. One that was taken out of joining stays out of it.</summary>
    public static string After(RunState run, string fileSha256) =>
        run.Fingerprint == Of(run, run.FileSha256) ? Of(run, fileSha256) : run.Fingerprint;

    private static string Of(RunState run, string fileSha256) =>
        Of(run.Owner, run.FilePath, fileSha256, run.Arguments, run.WorkingDir, run.SessionId, run.EnvironmentSha256);
}
