namespace StataRuns.McpFrontend.Cli.Servers;

/// <summary>A path for a server elsewhere. Nothing is looked at here: the server's disks are others, or the same ones under the same names.</summary>
internal static class ServerPath
{
    /// <summary>The path as it was given if it is absolute on any system; else below the current folder, which helps where both machines see one disk.</summary>
    /// <exception cref="CliException">It is none.</exception>
    public static string Of(string given)
    {
        if (given.Length == 0 || given.Contains('\0', StringComparison.Ordinal))
        {
            throw new CliException("The name of the file is empty or holds a NUL character.", ExitCode.WrongUsage);
        }

        var isAbsolute = given[0] is '/' or '\\' or '~'
            || (given.Length > 2 && char.IsAsciiLetter(given[0]) && given[1] == ':' && given[2] is '/' or '\\');
        return isAbsolute ? given : Path.GetFullPath(given);
    }
}
