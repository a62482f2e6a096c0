using System.Text;

namespace StataRuns.StandIn.Output;

/// <summary>A log on disk, written through a small buffer so that millions of lines cost few writes.</summary>
internal sealed class LogFile : IDisposable
{
    private readonly byte[] _buffer = new byte[32 * 1024];
    private readonly FileStream _file;
    private int _length;

    private LogFile(string name, string path, bool isText, FileStream file)
    {
        Name = name;
        Path = path;
        IsText = isText;
        _file = file;
    }

    /// <summary>Empty for the batch log and for the log that <c>log using</c> opened without a name.</summary>
    public string Name { get; }

    public string Path { get; }

    /// <summary>What the user asked for; SMCL logs hold plain text all the same.</summary>
    public bool IsText { get; }

    public bool IsOn { get; set; } = true;

    public static LogFile Open(string name, string path, bool isText, bool append) =>
        new(name, path, isText, new FileStream(
            path, append ? FileMode.Append : FileMode.Create, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0));

    public void Append(ReadOnlySpan<char> bytes)
    {
        while (!bytes.IsEmpty)
        {
            if (_length == _buffer.Length)
            {
                Flush();
            }

            var count = Math.Min(bytes.Length, _buffer.Length - _length);
            Encoding.Latin1.GetBytes(bytes[..count], _buffer.AsSpan(_length));
            _length += count;
            bytes = bytes[count..];
        }
    }

    public void Flush()
    {
        if (_length > 0)
        {
            var length = _length;
            _length = 0;
            _file.Write(_buffer, 0, length);
        }
    }

    public void Dispose()
    {
        Flush();
        _file.Dispose();
    }
}
