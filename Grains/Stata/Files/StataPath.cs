using System.Buffers;

namespace StataRuns.Stata;

/// <summary>Paths as a log shows them, of whatever system Stata runs on.</summary>
internal static class StataPath
{
    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789abcdef_");

    public static bool IsAbsolute(string path) =>
        path.StartsWith('/') || path.StartsWith('~') || path.StartsWith(@"\\", StringComparison.Ordinal) || (path.Length > 2 && char.IsAsciiLetter(path[0]) && path[1] == ':' && path[2] is '/' or '\\');

    /// <summary>A path seen from a folder; null stands for the folder in which the do-file began.</summary>
    public static string In(string? folder, string path) => folder is null || IsAbsolute(path) ? path : folder[^1] is '/' or '\\' ? folder + path : $"{folder}/{path}";

    /// <summary>
    /// Is it one of Stata's own temporary files (<c>tempfile</c>)? Their names are <c>St01234.000001</c> on Unix, <c>S_01234.000001</c> on macOS,
    /// <c>ST_1234_000001.tmp</c> on Windows. Loops make thousands of them, and all are gone at the end.
    /// </summary>
    public static bool IsTemporary(string path)
    {
        var name = path.AsSpan(path.LastIndexOfAny(['/', '\\']) + 1);
        var dot = name.LastIndexOf('.');
        if (dot < 3 || !(name.StartsWith("St", StringComparison.OrdinalIgnoreCase) || name.StartsWith("S_", StringComparison.Ordinal)))
        {
            return false;
        }

        var extension = name[(dot + 1)..];
        return !name[2..dot].TrimStart('_').ContainsAnyExcept(Digits)
            && (extension.SequenceEqual("tmp") || (extension.Length == 6 && !extension.ContainsAnyExcept(Digits)));
    }
}
