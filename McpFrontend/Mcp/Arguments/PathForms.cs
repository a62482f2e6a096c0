namespace StataRuns.McpFrontend.Mcp.Arguments;

/// <summary>
/// Reads a path in the forms in which clients send one: absolute, from the home folder on (<c>~</c>), or as a <c>file://</c> address. What
/// can mean only one file is understood; the rest is refused with what would be right.
/// </summary>
internal static class PathForms
{
    private const string Scheme = "file:";

    private static string Example => OperatingSystem.IsWindows() ? @"C:\project\main.do" : "/home/ann/project/main.do";

    /// <summary>The absolute path.</summary>
    /// <param name="name">The argument's name.</param>
    /// <param name="text">What was sent.</param>
    /// <param name="shown">The same, as it is quoted in a sentence.</param>
    /// <exception cref="WrongArgument">It is none.</exception>
    public static string Absolute(string name, string text, string shown)
    {
        if (text.Length == 0)
        {
            throw new WrongArgument($"{name} is empty: give the absolute path, such as {Example}.");
        }

        var path = text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? OfAddress(name, text, shown) : text;
        if (path[0] == '~')
        {
            return OfHome(name, path, shown);
        }

        if (!OperatingSystem.IsWindows() && WindowsPath.Of(path) is { } windows)
        {
            throw new WrongArgument(Refused(name, shown, windows));
        }

        return Path.IsPathFullyQualified(path)
            ? path
            : throw new WrongArgument($"{name} is {shown}, a relative path: the service has a current folder of its own, so give the absolute path, such as {Example}.");
    }

    /// <summary>The absolute path; or what was sent, where it is a name, or the end of a path (<c>code/main.do</c>), that fits in any folder.</summary>
    /// <inheritdoc cref="Absolute" path="/param|/exception"/>
    public static string AbsoluteOrName(string name, string text, string shown) => IsName(text) ? text : Absolute(name, text, shown);

    private static bool IsName(string text) =>
        text.Length > 0 && text[0] != '~' && !text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) && !Path.IsPathRooted(text)
        && (OperatingSystem.IsWindows() || WindowsPath.Of(text) is null)
        && text.Split('/').All(part => part is not ("" or "." or ".."));

    /// <summary>What an address names on this machine. It is taken literally but for its percent signs: a do-file has no query and no fragment.</summary>
    private static string OfAddress(string name, string text, string shown)
    {
        var rest = text[Scheme.Length..];
        if (rest.StartsWith("//", StringComparison.Ordinal))
        {
            var end = rest.IndexOf('/', 2);
            var host = end < 0 ? rest[2..] : rest[2..end];
            rest = end < 0 ? "" : rest[end..];
            if (WindowsPath.Of($"//{host}{rest}") is { UnderWsl: not null })
            {
                rest = $"//{host}{rest}"; // a distribution of WSL, as Windows names it
            }
            else if (host.Length > 0 && !host.Equals("localhost", StringComparison.OrdinalIgnoreCase))
            {
                throw new WrongArgument($"{name} is {shown}, a file of the machine {Shown.Name(host)}: give the path on the service's own machine, such as file://{Example.Replace('\\', '/')}.");
            }
        }

        var path = Uri.UnescapeDataString(rest);
        if (path.Contains('\0', StringComparison.Ordinal))
        {
            throw new WrongArgument($"{name} is {shown}: it holds a NUL character (%00), which no path can hold.");
        }

        // file:///C:/x has a slash before the drive.
        return path.Length == 0 ? throw new WrongArgument($"{name} is {shown}, which names no file: give the absolute path, such as file://{Example}.")
            : WindowsPath.HasDrive(path[1..]) && path[0] == '/' ? path[1..]
            : path;
    }

    /// <summary>The home is that of the user as whom the service runs, whoever calls: an owner is no user of the machine.</summary>
    private static string OfHome(string name, string path, string shown)
    {
        if (path.Length > 1 && path[1] != '/' && path[1] != Path.DirectorySeparatorChar)
        {
            throw new WrongArgument(
                $"{name} is {shown}: the homes of other users are not looked up. ~ alone is the home of {Environment.UserName}, as whom the service runs; give the absolute path for another one.");
        }

        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return home.Length > 0
            ? Path.Join(home, path[1..])
            : throw new WrongArgument($"{name} is {shown}: the user {Environment.UserName}, as whom the service runs, has no home folder. Give the absolute path.");
    }

    private static string Refused(string name, string shown, WindowsPath path)
    {
        var sentence = $"{name} is {shown}, a path of Windows, and the service does not run on Windows";
        if (path.UnderWsl is not { } underWsl)
        {
            return $"{sentence}: mount the share, and give the path where it is mounted.";
        }

        var there = Path.Exists(underWsl) ? "it exists on the service's machine, so give that path" : "on the service's machine there is nothing of that name now";
        return $"{sentence}: under WSL it would be {Shown.Name(underWsl)}; {there}.";
    }
}
