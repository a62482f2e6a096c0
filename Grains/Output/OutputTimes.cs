using StataRuns.Runner.Protocol;

namespace StataRuns.Output;

/// <summary>Reads when a log's bytes came, as the runner noted it (<see cref="TimeRecord"/>).</summary>
internal static class OutputTimes
{
    /// <summary>
    /// The byte from which on everything was written at or after a time, but for the second or two that the runner does not
    /// look in between: of these too much is given rather than too little.
    /// </summary>
    /// <returns>The offset; null when nobody noted times.</returns>
    public static long? OffsetSince(string path, DateTimeOffset since)
    {
        using var handle = AttemptFile.TryOpen(path);
        if (handle is null)
        {
            return null;
        }

        // What a power cut left torn at the end is no record.
        var (low, high) = (0L, RandomAccess.GetLength(handle) / TimeRecord.Bytes);
        if (high == 0)
        {
            return null;
        }

        var bytes = new byte[TimeRecord.Bytes];
        var offset = 0L;
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            AttemptFile.Fill(handle, bytes, middle * TimeRecord.Bytes);
            var record = TimeRecord.Read(bytes);
            if (record.At <= since)
            {
                offset = record.Offset;
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return offset;
    }
}
