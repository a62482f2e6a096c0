using StataRuns.Configuration;
using StataRuns.Hosts;
using StataRuns.Runner.Protocol;
using StataRuns.Stata;

namespace StataRuns.Runs;

/// <summary>
/// Which text a run ran. Stata opens the user's own file (its path is in <c>c(filename)</c>, in errors and in the log), some time after
/// the service has read it; so the file is read again when Stata has begun, and at the end, and the run says what can be said:
/// <list type="table">
/// <item>Same stamp, or same content and no later write: the text that was read at the start.</item>
/// <item>Another content, in place since before the wrapper's first line (<c>begun</c>), which comes before the file is opened: this text.
/// It replaces hash, stored text and fingerprint.</item>
/// <item>Another content, put there later or at a time that cannot be compared: either text or parts of both, since it is not known when
/// Stata reads what of a file. The run keeps the text of its start and says so, and no call joins it or gets its result for a repeated call.</item>
/// <item>The same content, written again meanwhile: said, for there may have been another one in between.</item>
/// </list>
/// Times are compared only where one clock made them: the data folder is local, the do-file may not be.
/// </summary>
internal sealed class RunContent(HostSettings settings, TimeProvider time)
{
    private const int ConsistentReads = 3;

    private const string ChangedBeforeStart =
        "The do-file was changed just before Stata read it: what ran is that text, which is the one kept with the run (file_sha256).";

    private const string ChangedWhileItRan =
        "The do-file was changed while the run went on: what ran may be either text, or parts of both. The one kept with the run (file_sha256) is the one from its start.";

    private const string WrittenAgainWhileItRan =
        "The do-file was written again while the run went on; at the end it held the same text as at the start. Whether it held another one in between is not known.";

    /// <summary>How long a do-file is waited for when its run has ended.</summary>
    public static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(5);

    /// <summary>Reads a do-file; null if it is not there, cannot be read, or does not answer in time.</summary>
    public async Task<DoFileSeen?> LookAsync(string path, TimeSpan patience)
    {
        try
        {
            return await DoFileInspection.LookAsync(() => Read(path), patience, time, Path.GetDirectoryName(path)!);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or TimeoutException)
        {
            return null;
        }
    }

    /// <summary>What a later look at the do-file says of the text that ran.</summary>
    /// <param name="run">The run, with the content that was read at its start.</param>
    /// <param name="now">The do-file as it is now.</param>
    public ContentFinding Judge(RunState run, DoFileSeen now)
    {
        if (now.Stamp == run.DoFileStamp)
        {
            return ContentFinding.Unchanged;
        }

        if (now.Sha256 == run.FileSha256)
        {
            return run.DoFileStamp is { } before && now.Stamp.IsWrittenSince(before) ? ContentFinding.WrittenAgain : ContentFinding.Unchanged;
        }

        var begun = FileStatus.Of(Path.Combine(RunFolder.Of(settings, run.RunId).Attempt(run.Attempt).Path, BegunMark.FileName));
        return begun is { IsOrdinary: true } mark && now.InPlaceSinceNs is { } since && since < mark.ModifiedNs
            ? ContentFinding.ReplacedBeforeStart
            : ContentFinding.Unclear;
    }

    /// <summary>The run with what a later look at the do-file says of it; the same object where it says nothing new.</summary>
    /// <param name="run">The run.</param>
    /// <param name="now">The do-file as it is now.</param>
    /// <param name="atEnd">Is this the last look?</param>
    public RunState Settle(RunState run, DoFileSeen now, bool atEnd) => Judge(run, now) switch
    {
        ContentFinding.ReplacedBeforeStart => With(run, now, ChangedBeforeStart),
        ContentFinding.Unclear when !run.Notes.Contains(ChangedWhileItRan) => run with
        {
            Fingerprint = RunFingerprint.OfNobody(run.RunId),
            NestedDoFiles = null,
            Notes = [.. run.Notes, ChangedWhileItRan],
        },
        ContentFinding.WrittenAgain when atEnd && !run.Notes.Contains(ChangedWhileItRan) => run with
        {
            NestedDoFiles = null, // so that its result is delivered to no repeated call
            Notes = [.. run.Notes, WrittenAgainWhileItRan],
        },
        _ => run,
    };

    /// <summary>The run with another content.</summary>
    public static RunState With(RunState run, DoFileSeen seen, string note) => run with
    {
        FileSha256 = seen.Sha256,
        FileLines = InspectedDoFile.LinesOf(seen.Bytes),
        DoFileStamp = seen.Stamp,
        Fingerprint = RunFingerprint.After(run, seen.Sha256),
        NestedDoFiles = null,
        Notes = [.. run.Notes, note],
    };

    private static DoFileSeen? Read(string path)
    {
        for (var tries = 1; ; tries++)
        {
            using var file = DoFileContent.TryOpen(path, out _);
            if (file?.Status() is not { } before || file.Read(out _) is not { } bytes)
            {
                return null;
            }

            if ((file.Status() == before && bytes.Length == before.Length) || tries == ConsistentReads)
            {
                return new DoFileSeen(bytes, DoFileInspection.Hash(bytes), DoFileStamp.Of(before), InPlaceSince(path, before));
            }
        }
    }

    /// <summary>
    /// Since when this content has been at the path, by this machine's clock; null where that cannot be said. A link may have been turned to
    /// it later than it was written.
    /// </summary>
    private static long? InPlaceSince(string path, FileStatus content)
    {
        if (content.ChangedNs == 0 || FileStatus.Of(path) is not { } entry || NetworkFileSystem.Of(Path.GetDirectoryName(path)!) is not null)
        {
            return null;
        }

        return Math.Max(content.ChangedNs, entry.ChangedNs);
    }
}

/// <summary>A do-file as it was seen at one time.</summary>
/// <param name="Bytes">Its content.</param>
/// <param name="Sha256">The content's hash.</param>
/// <param name="Stamp">The file it was read from.</param>
/// <param name="InPlaceSinceNs">Since when this content has been there, in nanoseconds since 1970; null where that cannot be said.</param>
internal sealed record DoFileSeen(byte[] Bytes, string Sha256, DoFileStamp Stamp, long? InPlaceSinceNs);

/// <summary>What a later look says of the text that ran.</summary>
internal enum ContentFinding
{
    /// <summary>It is the text that was read at the start.</summary>
    Unchanged,

    /// <summary>The same text again; there may have been another in between.</summary>
    WrittenAgain,

    /// <summary>Stata read the text that is there now: it was there before Stata began.</summary>
    ReplacedBeforeStart,

    /// <summary>What ran may be either text, or parts of both.</summary>
    Unclear,
}
