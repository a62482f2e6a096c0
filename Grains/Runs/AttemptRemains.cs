using StataRuns.Output;
using StataRuns.Runner.Protocol;
using StataRuns.Stata;

namespace StataRuns.Runs;

/// <summary>
/// What an attempt left in its folder when its process is gone. The run can have deleted, replaced or closed any of it, and the disk can
/// fail: each piece is read or missing, and the run ends either way.
/// </summary>
internal sealed record AttemptRemains
{
    /// <summary>Did Stata run the wrapper's first line? True too where its mark is there and cannot be read: then nothing says that it did not.</summary>
    public required bool Begun { get; init; }

    /// <summary>The return code that Stata itself wrote, with the attempt's mark.</summary>
    public required int? Mark { get; init; }

    /// <summary>Why the file with the return code could not be read, in a sentence without its end; null if it could, or if there is none.</summary>
    public required string? MarkTrouble { get; init; }

    /// <summary>The log's end.</summary>
    public required ReadOnlyMemory<byte> LogTail { get; init; }

    /// <summary>The console's end.</summary>
    public required ReadOnlyMemory<byte> ConsoleTail { get; init; }

    /// <summary>Bytes of the log.</summary>
    public required long LogBytes { get; init; }

    /// <summary>Bytes of the console.</summary>
    public required long ConsoleBytes { get; init; }

    /// <summary>What the run did to its files, and what of them could not be read.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>Reads what is left.</summary>
    /// <param name="run">The run.</param>
    /// <param name="folder">Its folder.</param>
    /// <param name="reading">Its log, read as far as it can be.</param>
    /// <exception cref="IOException">This process has no descriptor or memory left now.</exception>
    public static AttemptRemains Read(RunState run, RunFolder folder, LogReading reading)
    {
        var attempt = folder.Attempt(run.Attempt);
        var (log, console) = (folder.LogOf(run.Attempt), folder.ConsoleOf(run.Attempt));
        var begun = EvidenceFile.Small(Path.Combine(attempt.Path, BegunMark.FileName));
        var result = EvidenceFile.Small(Path.Combine(attempt.Path, ResultMark.FileName));
        var logTail = EvidenceFile.Tail(log.Find(), RunEvidence.TailBytes);
        var consoleTail = EvidenceFile.Tail(console.Find(), RunEvidence.TailBytes);
        return new AttemptRemains
        {
            Begun = begun.Unreadable is not null || BegunMark.Read(begun.Bytes.Span, run.Nonce!),
            Mark = ResultMark.Read(result.Bytes.Span, run.Nonce!),
            MarkTrouble = result.Unreadable,
            LogTail = logTail.Bytes,
            ConsoleTail = consoleTail.Bytes,
            LogBytes = AttemptFile.Length(log.Find()),
            ConsoleBytes = AttemptFile.Length(console.Find()),
            Notes = [.. new[]
            {
                log.Tampering("log", reading.Tracker.Offset) ?? (logTail.Unreadable is { } unread ? $"Its log could not be read: {unread}." : null),
                reading.LostAt > 0
                    ? $"The log was truncated or overwritten while the run went on: of its first {reading.LostAt} bytes, which had been read, some or all are gone."
                    : null,
                console.Tampering("console", 0) ?? (consoleTail.Unreadable is { } unseen ? $"What it printed beside the log could not be read: {unseen}." : null),
            }.OfType<string>()],
        };
    }

    /// <summary>Makes log and console durable: before a run is called over, its output is on the disk.</summary>
    /// <exception cref="IOException">The disk fails.</exception>
    public static void Flush(RunState run, RunFolder folder)
    {
        OutputFile.Flush(folder.LogOf(run.Attempt).Find());
        OutputFile.Flush(folder.ConsoleOf(run.Attempt).Find());
        DurableFile.FlushFolder(folder.Path);
    }
}
