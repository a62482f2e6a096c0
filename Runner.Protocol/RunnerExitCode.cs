namespace StataRuns.Runner.Protocol;

/// <summary>What a runner's own exit status says to whoever started it. The attempt's records say the rest.</summary>
public enum RunnerExitCode
{
    /// <summary>The attempt's exit record is there.</summary>
    Done = 0,

    /// <summary>Another runner holds the attempt's lock.</summary>
    Locked = 3,

    /// <summary>Somebody else claimed the attempt, or there is nothing to adopt: this runner started nothing.</summary>
    NotOurs = 4,

    /// <summary>The attempt could not be claimed; nothing was started, and <c>runner.log</c> says why.</summary>
    Trouble = 5,

    /// <summary>This system has no runner yet.</summary>
    Unsupported = 6,

    /// <summary>Wrong arguments.</summary>
    Usage = 64,
}
