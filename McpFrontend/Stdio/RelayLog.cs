using System.Globalization;

namespace StataRuns.McpFrontend.Stdio;

/// <summary>
/// What a relay has to tell a person who looks for something: a file, for its standard output is the protocol's, and
/// many clients keep nobody's standard error. All relays of a data folder write to one file, a line at a time.
/// </summary>
internal sealed class RelayLog(string path, TimeProvider time)
{
    private const long Largest = 1 << 20;

    private readonly Lock _lock = new();

    /// <summary>Writes a line. A full disk must not end a conversation.</summary>
    public void Note(string line)
    {
        var text = string.Create(
            CultureInfo.InvariantCulture, $"{time.GetUtcNow():yyyy-MM-dd HH:mm:ss.fff}Z {Environment.ProcessId} {line.ReplaceLineEndings(" ")}\n");
        lock (_lock)
        {
            try
            {
                if (new FileInfo(path) is { Exists: true, Length: > Largest })
                {
                    File.Move(path, path + ".1", overwrite: true);
                }

                File.AppendAllText(path, text);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Nobody to tell.
            }
        }
    }
}
