using StataRuns.Runner.Limits;
using StataRuns.Runner.Protocol;

namespace StataRuns.Runner;

/// <summary>
/// Notes when the log had how many bytes (<see cref="TimeRecord"/>). A look at the file's size each second while it grows,
/// every other second while it does not; a disk that takes no record costs records and nothing else.
/// </summary>
internal sealed class OutputTimes(string path, string outputFile, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan WhileGrowing = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan WhileSilent = TimeSpan.FromSeconds(2);

    private Microsoft.Win32.SafeHandles.SafeFileHandle? _file;
    private Deadline _nextLook = Deadline.In(0, time);
    private TimeRecord _last;
    private long _end;
    private bool _isGivenUp;

    /// <summary>When to look again.</summary>
    public TimeSpan? Remaining => _nextLook.Remaining;

    /// <summary>Looks if it is time to.</summary>
    public void Look()
    {
        if (_nextLook.IsOver)
        {
            _nextLook = Deadline.In((Note() ? WhileGrowing : WhileSilent).TotalSeconds, time);
        }
    }

    /// <summary>Looks at the size now.</summary>
    /// <returns>Had the log grown?</returns>
    public bool Note()
    {
        var size = OutputLimit.SizeOf(outputFile);
        if (size == 0 || _isGivenUp)
        {
            return false;
        }

        try
        {
            Open();
            if (size <= _last.Offset)
            {
                return false;
            }

            // A clock that was put back does not put the log back.
            var now = time.GetUtcNow();
            var record = new TimeRecord(size, now > _last.At ? now : _last.At);
            Span<byte> bytes = stackalloc byte[TimeRecord.Bytes];
            record.Write(bytes);
            RandomAccess.Write(_file!, bytes, _end);
            (_last, _end) = (record, _end + TimeRecord.Bytes);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Written half or not at all: the next one goes to the same place.
        }
        catch (NotSupportedException)
        {
            // The do-file put a pipe in the file's place. Times are not worth a run.
            _isGivenUp = true;
        }

        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => _file?.Dispose();

    /// <summary>Opens the file at the first byte of output. A runner that took over goes on behind the last whole record.</summary>
    private void Open()
    {
        if (_file is not null)
        {
            return;
        }

        if (new FileInfo(path).LinkTarget is not null)
        {
            throw new NotSupportedException("A link leads where nobody said that it may.");
        }

        var file = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);
        _end = RandomAccess.GetLength(file) / TimeRecord.Bytes * TimeRecord.Bytes;
        if (_end > 0)
        {
            var bytes = new byte[TimeRecord.Bytes];
            _last = RandomAccess.Read(file, bytes, _end - TimeRecord.Bytes) == bytes.Length ? TimeRecord.Read(bytes) : default;
        }

        _file = file;
    }
}
