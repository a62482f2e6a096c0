using System.Text;

namespace StataRuns.StandIn.Commands.Files;

/// <summary>A file that <c>file open</c> opened.</summary>
internal sealed class TextFile(string name, FileStream stream, bool canRead, bool canWrite) : IDisposable
{
    public string Name { get; } = name;

    public bool CanRead { get; } = canRead;

    public bool CanWrite { get; } = canWrite;

    public long Position
    {
        get => stream.Position;
        set => stream.Position = Math.Clamp(value, 0, stream.Length);
    }

    public long Length => stream.Length;

    public void Write(string text) => stream.Write(Encoding.Latin1.GetBytes(text));

    /// <summary>The next line without its end, null at the end of the file.</summary>
    public string? ReadLine(out string lineEnd)
    {
        lineEnd = "none";
        var line = new StringBuilder();
        for (var next = stream.ReadByte(); next >= 0; next = stream.ReadByte())
        {
            if (next == '\n')
            {
                lineEnd = line.Length > 0 && line[^1] == '\r' ? "windows" : "unix";
                line.Length -= lineEnd == "windows" ? 1 : 0;
                return line.ToString();
            }

            line.Append((char)next);
        }

        return line.Length > 0 ? line.ToString() : null;
    }

    public void Dispose() => stream.Dispose();
}
