namespace StataRuns.Runner.Processes;

/// <summary>Where the system's tree of control groups (version 2) is mounted, and where in it this process is.</summary>
internal static class ControlGroupTree
{
    /// <summary>Where the tree is mounted; null where there is none, or only a part that begins elsewhere.</summary>
    public static string? Root()
    {
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }

        try
        {
            foreach (var line in File.ReadLines("/proc/self/mountinfo"))
            {
                // 41 31 0:38 / /sys/fs/cgroup/unified rw,relatime - cgroup2 cgroup2 rw
                var fields = line.Split(' ');
                var separator = Array.IndexOf(fields, "-");
                if (separator > 5 && separator + 1 < fields.Length && fields[separator + 1] == "cgroup2" && fields[3] == "/"
                    && !fields[4].Contains('\\', StringComparison.Ordinal))
                {
                    return fields[4];
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // No /proc to speak of.
        }

        return null;
    }

    /// <summary>The folder of this process's own group; null where it cannot be told.</summary>
    public static string? OwnPlace()
    {
        if (Root() is not { } root)
        {
            return null;
        }

        try
        {
            foreach (var line in File.ReadLines("/proc/self/cgroup"))
            {
                // A group outside the namespace that we see begins with /..
                if (line.StartsWith("0::/", StringComparison.Ordinal) && !line.StartsWith("0::/..", StringComparison.Ordinal))
                {
                    return Path.TrimEndingDirectorySeparator(root + line[3..]);
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // As above.
        }

        return null;
    }
}
