using StataRuns.Hosts;
using StataRuns.Output;

namespace StataRuns.McpFrontend.Cli.Watching;

/// <summary>The do-file that a person named.</summary>
internal static class DoFile
{
    /// <summary>Its absolute path. As Stata does, <c>.do</c> is added where a name has no extension.</summary>
    /// <param name="name">The name, from the current folder.</param>
    /// <exception cref="CliException">There is no such file.</exception>
    public static string Find(string name)
    {
        if (name.Length == 0 || name.Contains('\0', StringComparison.Ordinal))
        {
            throw new CliException("The name of the do-file is empty or holds a NUL character.", ExitCode.WrongUsage);
        }

        var path = Path.GetFullPath(name);
        if (FileKind.IsOrdinary(path) && !DoFileContent.IsPrivateName(path))
        {
            return path;
        }

        // The service is another program, for which /dev/fd/63 is another file or none.
        if (DoFileContent.IsPrivateName(path) || (Path.Exists(path) && !Directory.Exists(path)))
        {
            throw new CliException(
                $"{path} is no ordinary file (a pipe as the shell makes of <(...), a device or a socket), and no other program could read it. Give the do-file on standard input instead: COMMAND | stataruns run -",
                ExitCode.WrongUsage);
        }

        if (Path.GetExtension(path).Length == 0 && FileKind.IsOrdinary(path + ".do"))
        {
            return path + ".do";
        }

        throw new CliException(
            Directory.Exists(path) ? $"{path} is a folder; a do-file is needed." : $"There is no file {path}.",
            ExitCode.WrongUsage);
    }
}
