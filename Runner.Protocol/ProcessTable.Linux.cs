using System.Buffers.Text;

namespace StataRuns.Runner.Protocol;

internal static partial class ProcessTable
{
    private static ProcessEntry? TryReadLinux(int processId)
    {
        Span<byte> stat = stackalloc byte[1024];
        try
        {
            using var file = File.OpenHandle($"/proc/{processId}/stat");
            stat = stat[..RandomAccess.Read(file, stat, 0)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It ended between the look and the read (ENOENT at the open, ESRCH at the read).
            return null;
        }

        return Parse(processId, stat);
    }

    /// <summary>Reads one line of <c>/proc/PID/stat</c> (proc(5)).</summary>
    internal static ProcessEntry? Parse(int processId, ReadOnlySpan<byte> stat)
    {
        // The second field is the program's name in parentheses, with whatever blanks and parentheses it has: the last one ends it.
        var nameEnd = stat.LastIndexOf((byte)')');
        if (nameEnd < 0 || stat.Length < nameEnd + 4)
        {
            return null;
        }

        var rest = stat[(nameEnd + 2)..];
        var hasEnded = rest[0] is (byte)'Z' or (byte)'X' or (byte)'x';
        int parent = 0, group = 0, session = 0;
        var field = 3;
        foreach (var range in rest.Split((byte)' '))
        {
            if (field is 4 or 5 or 6 or 22)
            {
                if (!Utf8Parser.TryParse(rest[range], out long number, out _))
                {
                    return null;
                }

                switch (field)
                {
                    case 4: parent = (int)number; break;
                    case 5: group = (int)number; break;
                    case 6: session = (int)number; break;
                    default: return new(processId, parent, group, session, number, hasEnded);
                }
            }

            field++;
        }

        return null;
    }
}
