using Microsoft.Win32.SafeHandles;

namespace StataRuns.McpFrontend.Cli.Display;

/// <summary>
/// Standard output as bytes. The console's own stream says nothing when the reader of a pipe has gone: whoever writes a log
/// for hours to nobody should know it.
/// </summary>
internal static class StandardOutput
{
    /// <summary>Opens it. Writing throws <see cref="IOException"/> when nobody reads any more.</summary>
    public static Stream Open()
    {
        if (OperatingSystem.IsWindows())
        {
            return Console.OpenStandardOutput();
        }

        var stream = new FileStream(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 0);
        if (!stream.CanSeek)
        {
            return stream;
        }

        // A file keeps its reader, but has one position that standard error may share ("> file 2>&1"): FileStream would keep
        // its own count and write over what the other wrote; the console's stream writes where the file stands.
        stream.Dispose();
        return Console.OpenStandardOutput();
    }
}
