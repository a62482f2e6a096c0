using Microsoft.Win32.SafeHandles;

namespace StataRuns.McpFrontend.Cli.Display;

/// <summary>
/// Standard output as bytes. The console's own stream says nothing when the reader of a pipe has gone: whoever writes a log
/// for hours to nobody should know it.
/// </summary>
/// <param name="stream">Where the bytes go.</param>
internal sealed class StandardOutput(Stream stream) : IDisposable
{
    /// <summary>Opens this program's standard output.</summary>
    public static StandardOutput Open()
    {
        if (OperatingSystem.IsWindows())
        {
            return new StandardOutput(Console.OpenStandardOutput());
        }

        FileStream stream;
        try
        {
            stream = new FileStream(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 0);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new StandardOutput(Console.OpenStandardOutput());
        }

        if (!stream.CanSeek)
        {
            return new StandardOutput(stream);
        }

        // A file keeps its reader, but has one position that standard error may share ("> file 2>&1"): FileStream would keep
        // its own count and write over what the other wrote; the console's stream writes where the file stands.
        stream.Dispose();
        return new StandardOutput(Console.OpenStandardOutput());
    }

    /// <summary>Writes, at once.</summary>
    /// <exception cref="OutputClosedException">It takes nothing any more.</exception>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        try
        {
            stream.Write(bytes);
            stream.Flush();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A descriptor that was closed before the start is another file's by now, which refuses with "access denied".
            throw new OutputClosedException(e);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => stream.Dispose();
}
