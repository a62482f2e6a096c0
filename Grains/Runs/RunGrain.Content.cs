using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using StataRuns.Hosts;

namespace StataRuns.Runs;

/// <summary>Which text the run ran: looked at when Stata has begun, and at the end. <see cref="RunContent"/> says what follows from it.</summary>
internal sealed partial class RunGrain
{
    private bool _isContentAsked;
    private bool _isContentSeen;

    public async Task ContentSeenAsync(string nonce, Immutable<DoFileSeen> seen)
    {
        if (State.Nonce != nonce || State.Status is not (RunStatus.Starting or RunStatus.Running))
        {
            return;
        }

        var before = State;
        var next = content.Settle(before, seen.Value, atEnd: false);
        if (!ReferenceEquals(next, before))
        {
            await WriteContentAsync(next.FileSha256 == before.FileSha256 ? next : next with { Tracker = null, Progress = null });
        }

        _isContentSeen = true;
        if (State.FileSha256 != before.FileSha256)
        {
            // Read anew from its first byte: what was understood of the log was understood by another text.
            KeepText(seen.Value);
            _reading = LogReading.Begin(State, Folder, courses);
            await OutputGrewAsync();
        }
        else if (!ReferenceEquals(next, before))
        {
            Hint();
        }
    }

    /// <summary>
    /// Looks at the do-file, once for each attempt. Its disk may not answer for long, so nothing waits for it: what was seen comes as a
    /// call of its own.
    /// </summary>
    private void AskForContent()
    {
        if (_isContentAsked)
        {
            return;
        }

        _isContentAsked = true;
        var (run, self) = (State, this.AsReference<IRunControl>());
        _ = Task.Run(async () =>
        {
            try
            {
                if (await content.LookAsync(run.FilePath, DoFileInspection.Patience) is { } seen)
                {
                    await self.ContentSeenAsync(run.Nonce!, new Immutable<DoFileSeen>(seen));
                }
            }
            catch (Exception e) when (e is OrleansException or ObjectDisposedException)
            {
                // The service ends; the next one looks again.
                Log.ContentNotSeen(logger, run.RunId, e);
            }
        });
    }

    /// <summary>The run with what can be said at its end of the text that it ran, and its log read by that text.</summary>
    private async Task<(RunState Run, LogReading Reading)> SettleContentAsync()
    {
        var reading = _reading ?? LogReading.Begin(State, Folder, courses);
        if (!HasBegun())
        {
            return (State, reading);
        }

        if (await content.LookAsync(State.FilePath, RunContent.EndPatience) is not { } seen)
        {
            return (_isContentSeen ? State : State with { Notes = [.. State.Notes, NotSeenAgain] }, reading);
        }

        var run = content.Settle(State, seen, atEnd: true);
        if (run.FileSha256 == State.FileSha256)
        {
            return (run, reading);
        }

        KeepText(seen);
        return (run, LogReading.Begin(run with { Tracker = null, Progress = null }, Folder, courses));
    }

    private const string NotSeenAgain =
        "The do-file could not be read again after Stata had begun: whether it was changed before Stata read it is not known.";

    /// <summary>
    /// Writes a state whose content may be another one. Another active run may have that content already: then no call may join this one.
    /// </summary>
    private async Task WriteContentAsync(RunState next)
    {
        try
        {
            await WriteAsync(next);
        }
        catch (Exception e) when (e is not InvalidOperationException && UniqueFingerprint.IsRefusalOf(e))
        {
            await WriteAsync(next with { Fingerprint = RunFingerprint.OfNobody(next.RunId) });
        }
    }

    public Task<Dictionary<string, string>?> EnvironmentAsync() => Task.FromResult(Exists ? Folder.ReadEnvironment(State) : null);

    private void KeepText(DoFileSeen seen)
    {
        try
        {
            Folder.KeepDoFile(seen.Bytes);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A full disk, or a folder that the run took away: hash and notes are right all the same.
            Log.EvidenceMissing(logger, State.RunId, e);
        }
    }
}
