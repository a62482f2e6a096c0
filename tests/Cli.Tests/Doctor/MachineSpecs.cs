using StataRuns.Hosts;
using StataRuns.McpFrontend.Cli.Display;
using StataRuns.McpFrontend.Cli.Doctor;
using StataRuns.McpFrontend.Serve;
using StataRuns.Stata;

namespace StataRuns.Cli.Tests.Doctor;

/// <summary>What is scarce or odd on a machine is said.</summary>
public sealed class MachineSpecs
{
    [Fact(Timeout = Bounded.Milliseconds)]
    public Task Limits_are_read_where_Linux_tells_them() => Bounded.Run(() =>
    {
        var facts = new FakeFacts
        {
            Texts =
            {
                ["/proc/self/limits"] = "Limit                     Soft Limit           Hard Limit           Units     \nMax processes             unlimited            unlimited            processes \nMax open files            256                  4096                 files     \n",
                ["/proc/meminfo"] = "MemTotal:       16384 kB\nMemAvailable:    1024 kB\n",
                ["/proc/self/cgroup"] = "3:memory:/old\n0::/user.slice\n",
                ["/sys/fs/cgroup/user.slice/memory.max"] = "2147483648\n",
                ["/sys/fs/cgroup/memory/old/memory.limit_in_bytes"] = "9223372036854771712\n",
            },
        };
        var findings = LimitChecks.Of(facts).ToDictionary(finding => finding.Id);
        Assert.Equal(FindingOutcome.Warning, findings["open-files"].Outcome);
        Assert.Equal("no limit", findings["processes"].Seen);
        Assert.Equal(FindingOutcome.Warning, findings["memory"].Outcome);
        Assert.Contains("2.0 GiB", findings["group-memory"].Seen, StringComparison.Ordinal);
        Assert.Empty(LimitChecks.Of(new FakeFacts()));
    });

    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData("Filesystem Inodes IUsed IFree IUse% Mounted on\n/dev/sda1 100 40 60 40% /\n", 60L)]
    [InlineData("Filesystem Inodes IUsed IFree IUse% Mounted on\noverlay 0 0 0 - /\n", null)]
    [InlineData("Filesystem Inodes IUsed IFree IUse% Mounted on\nx - - - - /\n", null)]
    [InlineData(null, null)]
    public Task Room_for_files_is_counted_where_it_is_limited(string? table, long? expected) => Bounded.Run(() => Assert.Equal(expected, FolderChecks.FreeFiles(table)));

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task A_folder_that_is_full_of_files_or_cannot_be_written_is_told() => Bounded.Run(() =>
    {
        using var folder = new TemporaryFolder();
        var facts = new FakeFacts { Programs = { [$"df -Pi {folder.Path}"] = "h\nx 100 99 1 99% /\n" } };
        var file = folder.File("file", "");
        var findings = FolderChecks.Of(Path.Join(folder.Path, "new"), "/proc/1", facts).ToList();
        Assert.Equal(["data", "data-room", "temp"], findings.Select(finding => finding.Id));
        Assert.Equal(FindingOutcome.Good, findings[0].Outcome);
        Assert.Contains("will be made", findings[0].Seen, StringComparison.Ordinal);
        Assert.Equal(FindingOutcome.Warning, findings[1].Outcome);
        Assert.Equal(FindingOutcome.Bad, findings[2].Outcome);
        Assert.Equal([file], Directory.GetFileSystemEntries(folder.Path));
    });

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task An_open_data_folder_is_told_and_left_as_it_is() => Bounded.Run(() =>
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such modes.");
        if (!OperatingSystem.IsWindows())
        {
            using var folder = new TemporaryFolder();
            var mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.OtherRead;
            File.SetUnixFileMode(folder.Path, mode);
            Assert.Equal(FindingOutcome.Warning, FolderChecks.Of(folder.Path, folder.Path, new FakeFacts()).First().Outcome);
            Assert.Equal(mode, File.GetUnixFileMode(folder.Path));
        }
    });

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task The_service_is_looked_at_and_the_port() => Bounded.Run(() =>
    {
        var service = ServiceRecord.Here("http://127.0.0.1:4000", DateTimeOffset.UtcNow);
        Assert.Equal(FindingOutcome.Note, ServiceChecks.Service(null, _ => true).Outcome);
        Assert.Equal(FindingOutcome.Good, ServiceChecks.Service(service, _ => true).Outcome);
        Assert.Equal(FindingOutcome.Bad, ServiceChecks.Service(service, _ => false).Outcome);
        Assert.Equal(FindingOutcome.Warning, ServiceChecks.Service(service with { Version = "0.0.1" }, _ => true).Outcome);
        Assert.Equal("the service's", ServiceChecks.Port(4000, service, isTaken: true, owner: null).Seen);
        var facts = new FakeFacts { Programs = { ["ss -Hltnp sport = :4000"] = "LISTEN 0 512 127.0.0.1:4000 0.0.0.0:* users:((\"node\",pid=123,fd=5))\n" } };
        Assert.StartsWith("node (process 123) listens there", ServiceChecks.Port(4000, null, isTaken: true, ServiceChecks.Owner(4000, facts)).Seen, StringComparison.Ordinal);
        Assert.Null(ServiceChecks.Owner(4000, new FakeFacts()));
        Assert.Equal("free", ServiceChecks.Port(4000, null, isTaken: false, owner: null).Seen);
    });

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task A_clock_from_before_the_program_was_built_is_wrong() => Bounded.Run(() =>
    {
        var built = new DateTimeOffset(2026, 11, 24, 0, 0, 0, TimeSpan.Zero);
        Assert.Equal(FindingOutcome.Warning, SystemChecks.Clock(built.AddYears(-10), built).Outcome);
        Assert.Equal(FindingOutcome.Good, SystemChecks.Clock(built.AddHours(-1), built).Outcome);
    });

    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData(60)]
    [InlineData(100)]
    [InlineData(20)]
    public Task Lines_are_folded_to_the_width(int width) => Bounded.Run(() =>
    {
        var section = new Section("Engine",
        [
            new Finding("a", "Stata", FindingOutcome.Bad, $"not found in /usr/local/{new string('x', 90)}, nor anywhere else that was looked at", "it is found", "Set StataRuns:Stata:Path to the program, or use the stand-in with --stand-in for a try."),
            new Finding("b", "研究研究研究", FindingOutcome.Good, "研究研究研究 研究研究研究 研究研究研究 研究研究研究 研究研究研究"),
        ]);
        var lines = new DoctorReport(terminal: null, width).Lines(section).ToList();
        Assert.All(lines, line => Assert.True(Cells.Width(line) <= Math.Max(width, 40), line));
        Assert.StartsWith("  FAIL Stata: not", lines[1], StringComparison.Ordinal);
        Assert.Contains(lines, line => line.TrimStart().StartsWith("Expected: it is found.", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("  ok   研究", StringComparison.Ordinal));
    });
}
