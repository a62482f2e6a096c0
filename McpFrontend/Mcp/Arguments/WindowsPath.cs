namespace StataRuns.McpFrontend.Mcp.Arguments;

/// <summary>
/// A path as Windows writes it, met where paths look otherwise. A client on Windows whose service runs under WSL sends these: what is
/// <c>C:\Users\me</c> to it is <c>/mnt/c/Users/me</c> to the service.
/// </summary>
/// <param name="UnderWsl">The same file under WSL; null for a network share, which is where somebody mounted it.</param>
internal sealed record WindowsPath(string? UnderWsl)
{
    private static readonly string[] DistributionHosts = ["wsl$", "wsl.localhost"];

    /// <summary>Reads a path; null if it is none of Windows.</summary>
    public static WindowsPath? Of(string text)
    {
        var path = text.Replace('\\', '/');
        if (path.StartsWith("//?/UNC/", StringComparison.OrdinalIgnoreCase))
        {
            path = $"//{path["//?/UNC/".Length..]}";
        }
        else if (path.StartsWith("//?/", StringComparison.Ordinal))
        {
            path = path["//?/".Length..];
        }

        if (HasDrive(path))
        {
            return new WindowsPath($"/mnt/{char.ToLowerInvariant(path[0])}/{path[3..].TrimStart('/')}");
        }

        // Two slashes in front are an absolute path here, too, unless they stand before a host that only Windows knows.
        return path.StartsWith("//", StringComparison.Ordinal) && OfShare(path[2..]) is var share
            && (share.UnderWsl is not null || text.StartsWith('\\'))
                ? share
                : null;
    }

    /// <summary>Does a path with forward slashes begin with a drive, such as <c>C:/</c>?</summary>
    public static bool HasDrive(string path) => path.Length >= 3 && char.IsAsciiLetter(path[0]) && path[1] == ':' && path[2] is '/' or '\\';

    /// <summary><c>HOST/SHARE/path</c>: the files of a distribution of WSL, or of another machine.</summary>
    private static WindowsPath OfShare(string path)
    {
        var parts = path.Split('/', 3);
        return parts is [var host, { Length: > 0 }, ..] && DistributionHosts.Contains(host, StringComparer.OrdinalIgnoreCase)
            ? new WindowsPath($"/{(parts.Length > 2 ? parts[2] : "")}")
            : new WindowsPath((string?)null);
    }
}
