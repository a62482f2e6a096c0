using StataRuns.Output;
using StataRuns.Runs;

namespace StataRuns.McpFrontend.Following;

/// <summary>What a follower sees of a run: that it moved, or a piece of its output.</summary>
internal abstract record RunEvent
{
    private RunEvent()
    {
    }

    /// <summary>The run stands newly. Snapshots come with growing versions; those in between may have been skipped.</summary>
    public sealed record Moved(RunSnapshot Snapshot) : RunEvent
    {
        /// <summary>When a run's own word of it was heard (<see cref="TimeProvider.GetTimestamp"/>); null for news of its host.</summary>
        public long? Heard { get; init; }
    }

    /// <summary>The next bytes of output: without gap or repeat behind those that came before.</summary>
    public sealed record Written(OutputPage Page) : RunEvent;
}
