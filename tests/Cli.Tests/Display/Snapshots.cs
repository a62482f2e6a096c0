using StataRuns.McpFrontend.Mcp.Snapshots;

namespace StataRuns.Cli.Tests.Display;

/// <summary>Snapshots as the tools answer them.</summary>
internal static class Snapshots
{
    public const string Id = "01jd8c6r3v9k2m5x7q0w4e1t8z.lab2";

    public static SnapshotJson Run(string status) => new()
    {
        RunId = Id,
        Kind = "file",
        Status = status,
        Host = "lab2",
        Owner = "ann",
        FilePath = "/p/main.do",
        FileSha256 = "00",
        Arguments = [],
        WorkingDir = "/p",
        SubmittedAt = "2026-11-23T20:00:00.000Z",
        Usage = new UsageJson(null, null, 0),
        Isolation = "none",
        Notes = [],
        Output = new OutputJson(0, 0, 0, false),
        Graphs = [],
        LogUri = $"stata://runs/{Id}/log",
    };

    public static ProgressJson Progress(double done = 12, int? total = 40, string? message = "bootstrap 300/1000", double? eta = 93) =>
        new(done, total, "commands", total is { } all ? 100 * done / all : null, message, 12, "bootstrap, reps(1000): regress y x", eta);
}
