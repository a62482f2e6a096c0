using System.Runtime.Versioning;
using Microsoft.Extensions.Logging.Abstractions;
using StataRuns.Hosts;
using StataRuns.Runner.Protocol;
using StataRuns.Runs;

namespace StataRuns.Grains.Tests.Runs;

[UnsupportedOSPlatform("windows")]
public sealed class RunFolderSpecs : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly RunFolder _run;
    private readonly LearnedCourses _courses;

    public RunFolderSpecs()
    {
        var settings = new HostSettings { DataDirectory = _folder["data"], Host = "lab2", MaxConcurrent = 1, MaxOutputBytes = 1 };
        _run = RunFolder.Of(settings, RunId.New("lab2", DateTimeOffset.UtcNow));
        _courses = new LearnedCourses(settings, NullLogger<LearnedCourses>.Instance);
    }

    public void Dispose() => _folder.Dispose();

    [Fact(Timeout = 60_000)]
    public async Task A_late_runner_never_claims_an_attempt_that_is_being_removed()
    {
        for (var attempt = 1; attempt <= 20; attempt++)
        {
            var folder = _run.Attempt(attempt);
            Directory.CreateDirectory(folder.Path);
            Assert.True(TryClaim(folder));
            for (var file = 0; file < 200; file++)
            {
                await File.WriteAllTextAsync(Path.Combine(folder.Path, $"z{file}"), "", TestContext.Current.CancellationToken);
            }

            using var begun = new ManualResetEventSlim();
            using var end = new CancellationTokenSource();
            var late = Task.Run(
                () =>
                {
                    var claimed = false;
                    while (!claimed && !end.IsCancellationRequested)
                    {
                        try
                        {
                            claimed = TryClaim(folder);
                        }
                        catch (IOException)
                        {
                            // There is no folder any more.
                        }

                        begun.Set();
                    }

                    return claimed;
                },
                TestContext.Current.CancellationToken);
            begun.Wait(TestContext.Current.CancellationToken);
            _run.RemoveAttempt(attempt);
            await end.CancelAsync();

            Assert.False(await late, "A runner claimed an attempt whose revoking claim was removed.");
            Assert.False(Directory.Exists(folder.Path));
            Assert.Empty(Directory.EnumerateFileSystemEntries(_run.Path));
        }
    }

    [Theory(Timeout = 20_000)]
    [InlineData("pipe")]
    [InlineData("link")]
    [InlineData("folder")]
    [InlineData("nothing")]
    public Task The_reading_of_a_log_begins_whatever_lies_in_the_place_of_the_kept_do_file(string what)
    {
        Directory.CreateDirectory(_run.Path);
        switch (what)
        {
            case "pipe":
                Unix.MakePipe(_run.SubmittedDoFile);
                break;
            case "link":
                File.CreateSymbolicLink(_run.SubmittedDoFile, "/dev/zero");
                break;
            case "folder":
                Directory.CreateDirectory(_run.SubmittedDoFile);
                break;
        }

        var reading = LogReading.Begin(new RunState { FilePath = "/p/main.do", WorkingDir = "/p", Attempt = 1 }, _run, _courses);

        Assert.False(reading.ReadOn(DateTimeOffset.UnixEpoch));
        return Task.CompletedTask;
    }

    [Fact(Timeout = 20_000)]
    public async Task A_log_that_is_shorter_or_other_than_what_was_read_has_lost_bytes()
    {
        var run = new RunState { FilePath = "/p/main.do", WorkingDir = "/p", Attempt = 1 };
        foreach (var (then, lost) in ((string, bool)[])[("first\nsecond\n", false), ("fir", true), ("other words, and more of them\n", true), (new string('\0', 6) + "second\n", true)])
        {
            var folder = _run.Attempt(1);
            Directory.CreateDirectory(folder.Path);
            var log = _run.Log(1);
            await File.WriteAllTextAsync(log, "first\n", TestContext.Current.CancellationToken);
            var reading = LogReading.Begin(run, _run, _courses);
            reading.ReadOn(DateTimeOffset.UnixEpoch);
            Assert.Equal(0, reading.LostAt);

            await File.WriteAllTextAsync(log, then, TestContext.Current.CancellationToken);
            reading.ReadOn(DateTimeOffset.UnixEpoch);

            Assert.Equal(lost ? 6 : 0, reading.LostAt);
            Directory.Delete(folder.Path, recursive: true);
        }
    }

    private static bool TryClaim(AttemptFolder folder) => DurableFile.TryCreate(
        folder.Claim, new Claim { Nonce = "n", By = Claimant.Runner, Claimer = ProcessIdentity.Current, At = DateTimeOffset.UnixEpoch }, RunnerJson.Default.Claim);
}
