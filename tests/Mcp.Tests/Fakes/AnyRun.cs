using StataRuns.Runs;

namespace StataRuns.Mcp.Tests.Fakes;

/// <summary>Snapshots to begin with.</summary>
internal static class AnyRun
{
    public static RunSnapshot Running(RunId id, string owner = "ann") => new()
    {
        Version = new RunVersion(1, 1),
        RunId = id,
        Kind = "file",
        Status = RunStatus.Running,
        Engine = "Stata/MP 18.0",
        Owner = owner,
        FilePath = "/p/main.do",
        FileSha256 = new string('a', 64),
        FileLines = 40,
        Arguments = [],
        WorkingDir = "/p",
        SubmittedAt = DateTimeOffset.UtcNow.AddSeconds(-2),
        StartedAt = DateTimeOffset.UtcNow.AddSeconds(-1),
        Usage = new RunUsage(null, null, 0),
    };
}
