using System.Globalization;

namespace StataRuns.Runner.Processes;

/// <summary>
/// Tells a process that inherited the attempt's console: its standard output or error is that file, opened for appending as the runner opens it. Whoever
/// only reads the file has it at another number and in another way. Linux only.
/// </summary>
internal static class ConsoleHolder
{
    private const int WriteOnly = 1, Append = 0x400; // O_WRONLY, O_APPEND: the same on every architecture that .NET runs on

    public static bool Is(int processId, string console)
    {
        for (var descriptor = 1; descriptor <= 2; descriptor++)
        {
            try
            {
                if (new FileInfo($"/proc/{processId}/fd/{descriptor}").LinkTarget == console && IsAppending(processId, descriptor))
                {
                    return true;
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Ended meanwhile, or another user's.
            }
        }

        return false;
    }

    private static bool IsAppending(int processId, int descriptor)
    {
        foreach (var line in File.ReadLines($"/proc/{processId}/fdinfo/{descriptor}"))
        {
            // flags:	0102001 (octal)
            if (line.StartsWith("flags:", StringComparison.Ordinal))
            {
                var flags = 0L;
                foreach (var digit in line.AsSpan(6).Trim())
                {
                    flags = (flags * 8) + int.Parse([digit], CultureInfo.InvariantCulture);
                }

                return (flags & (WriteOnly | Append)) == (WriteOnly | Append);
            }
        }

        return false;
    }
}
