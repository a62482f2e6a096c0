namespace StataRuns.Stata;

/// <summary>
/// When a run had come how far: top-level command, bytes of log since that command's echo, and seconds since the log's first byte was read.
/// Bounded: of what follows closely only the last place is kept, and where the points become too many, every second one goes. A command that
/// takes long keeps the time at which it began.
/// </summary>
internal sealed class RunCourse
{
    /// <summary>With so many points, a place is known to about a hundredth of the run, and the whole takes some two kilobytes.</summary>
    private const int MostPoints = 192;

    private const double ShortestInterval = 0.05;

    private readonly List<CoursePoint> _points = [];
    private double _interval = ShortestInterval;

    public IReadOnlyList<CoursePoint> Points => _points;

    /// <summary>Seconds from the first point to the last.</summary>
    public double Length => _points.Count == 0 ? 0 : _points[^1].Seconds;

    /// <summary>The run has come to a place. Places that do not lie behind the last one are passed over.</summary>
    public void Add(CoursePoint point)
    {
        if (_points.Count > 0 && !point.IsBehind(_points[^1]))
        {
            return;
        }

        if (_points.Count > 1 && point.Seconds - _points[^2].Seconds < _interval)
        {
            _points[^1] = point;
            return;
        }

        if (_points.Count == MostPoints)
        {
            for (var i = MostPoints - 2; i > 0; i -= 2)
            {
                _points.RemoveAt(i); // the first and the last stay
            }

            _interval *= 2;
        }

        _points.Add(point);
    }

    /// <summary>As bytes: numbers of variable length, each point by its difference to the one before.</summary>
    public byte[] ToBytes()
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        var before = default(CoursePoint);
        writer.Write(_interval);
        writer.Write7BitEncodedInt(_points.Count);
        foreach (var point in _points)
        {
            writer.Write7BitEncodedInt(point.Command - before.Command);
            writer.Write7BitEncodedInt64(point.Bytes);
            writer.Write7BitEncodedInt64((long)((point.Seconds - before.Seconds) * 1000));
            before = point with { Seconds = before.Seconds + (Math.Truncate((point.Seconds - before.Seconds) * 1000) / 1000) };
        }

        writer.Flush();
        return bytes.ToArray();
    }

    /// <summary>Reads what <see cref="ToBytes"/> has written; null for anything else, a torn file included.</summary>
    public static RunCourse? FromBytes(byte[] bytes)
    {
        try
        {
            using var reader = new BinaryReader(new MemoryStream(bytes));
            var course = new RunCourse { _interval = reader.ReadDouble() };
            var count = reader.Read7BitEncodedInt();
            var point = default(CoursePoint);
            for (var i = 0; i < count && i < MostPoints; i++)
            {
                point = new CoursePoint(
                    point.Command + reader.Read7BitEncodedInt(), reader.Read7BitEncodedInt64(), point.Seconds + (reader.Read7BitEncodedInt64() / 1000.0));
                if (i > 0 && !point.IsBehind(course._points[^1]))
                {
                    return null;
                }

                course._points.Add(point);
            }

            return count is >= 0 and <= MostPoints && reader.BaseStream.Position == bytes.Length && course._interval is >= ShortestInterval and < 1e9 ? course : null;
        }
        catch (Exception e) when (e is IOException or FormatException)
        {
            return null;
        }
    }
}

/// <summary>A place of a run, and when it was reached.</summary>
/// <param name="Command">Index of the top-level command whose echo came last; -1 before the first.</param>
/// <param name="Bytes">Bytes of log since that echo.</param>
/// <param name="Seconds">Since the first byte of the log was read.</param>
internal readonly record struct CoursePoint(int Command, long Bytes, double Seconds)
{
    /// <summary>Is this place, and its time, not before another one's?</summary>
    public bool IsBehind(CoursePoint other) => Seconds >= other.Seconds && CompareTo(other) > 0;

    /// <summary>Which of two places comes first in the log; negative if this one does.</summary>
    public int CompareTo(CoursePoint other) => Command != other.Command ? Command.CompareTo(other.Command) : Bytes.CompareTo(other.Bytes);
}
