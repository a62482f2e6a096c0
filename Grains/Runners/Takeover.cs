using Microsoft.Extensions.Logging;
using StataRuns.Runner.Protocol;
using StataRuns.Runs;

namespace StataRuns.Runners;

/// <summary>
/// Has an attempt taken over whose runner died: by a second runner, which starts nothing. Where that does no good it is
/// tried ever more rarely; where it never does, and the process is recorded as none that lives, the attempt is given up,
/// for a run must not be "running" for ever.
/// </summary>
internal sealed partial class Takeover(Attempt attempt, RunnerProgram runner, TimeProvider time, ILogger logger)
{
    private const int MostTries = 6;
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private ProcessIdentity? _adopter;
    private int _tries;
    private long _tried;
    private TimeSpan _pause;

    /// <summary>Sees to it that a second runner is on its way.</summary>
    /// <returns>False if there is nothing left to take over.</returns>
    public bool Try()
    {
        if (_adopter?.IsAlive() == true || (_tries > 0 && time.GetElapsedTime(_tried) < _pause))
        {
            return true;
        }

        if (_tries >= MostTries
            && DurableFile.TryRead(attempt.Folder.Process, RunnerJson.Default.ProcessRecord)?.Process.IsAlive() != true)
        {
            return false;
        }

        LogRunnerDied(logger, attempt.RunId);
        _tries++;
        _tried = time.GetTimestamp();
        _pause = TimeSpan.FromSeconds(Math.Min(LongestPause.TotalSeconds, 0.25 * (1 << Math.Min(_tries, 7))));
        _adopter = runner.Adopt(attempt.Folder);
        return true;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Run {RunId}: its runner died; a second one takes over what it started.")]
    private static partial void LogRunnerDied(ILogger logger, RunId runId);
}
