namespace StataRuns.StandIn.Output;

/// <summary>The batch log and those that <c>log using</c> opened; text goes to all that are on.</summary>
internal sealed class Logs : IDisposable
{
    private const long LongestUnflushed = 20; // milliseconds

    private readonly List<LogFile> _files = [];
    private LogFile? _batch;
    private long _flushed;
    private bool _isDirty;

    /// <summary>Those of the user, in the order of opening.</summary>
    public IReadOnlyList<LogFile> Files => _files;

    public void OpenBatch(string path) => _batch = LogFile.Open("", path, isText: true, append: false);

    public void Add(LogFile file) => _files.Add(file);

    public LogFile? Find(string name) => _files.Find(file => file.Name == name);

    public void Close(LogFile file)
    {
        _files.Remove(file);
        file.Dispose();
    }

    public void Append(ReadOnlySpan<char> text)
    {
        _isDirty = true;
        _batch?.Append(text);
        foreach (var file in _files)
        {
            if (file.IsOn)
            {
                file.Append(text);
            }
        }
    }

    public void Flush()
    {
        if (!_isDirty)
        {
            return;
        }

        _batch?.Flush();
        foreach (var file in _files)
        {
            file.Flush();
        }

        _isDirty = false;
        _flushed = Environment.TickCount64;
    }

    /// <summary>In a loop: a reader gets what there is soon, and a fast loop costs no write a line.</summary>
    public void FlushIfDue()
    {
        if (_isDirty && Environment.TickCount64 - _flushed >= LongestUnflushed)
        {
            Flush();
        }
    }

    public void Dispose()
    {
        foreach (var file in _files)
        {
            file.Dispose();
        }

        _batch?.Dispose();
    }
}
