using System.Runtime.Versioning;
using StataRuns.Hosts;
using StataRuns.Runs;

namespace StataRuns.Grains.Tests.Runs;

/// <summary>What a later look at a do-file says of the text that ran: only what follows.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class DoFileContentSpecs : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly RunContent _content;
    private readonly RunFolder _run;
    private readonly string _file;
    private readonly RunId _id = RunId.New("lab2", DateTimeOffset.UtcNow);

    public DoFileContentSpecs()
    {
        var settings = new HostSettings { DataDirectory = _folder["data"], Host = "lab2", MaxConcurrent = 1, MaxOutputBytes = 1 };
        _content = new RunContent(settings, TimeProvider.System);
        _run = RunFolder.Of(settings, _id);
        Directory.CreateDirectory(_run.Attempt(1).Path);
        _file = _folder["main.do"];
        File.WriteAllText(_file, "before");
    }

    public void Dispose() => _folder.Dispose();

    [Fact(Timeout = 20_000)]
    public async Task An_untouched_file_is_the_one_that_was_read()
    {
        var run = await HashedAsync();
        await BeginAsync();

        Assert.Equal(ContentFinding.Unchanged, await JudgeAsync(run));
        Assert.Same(run, _content.Settle(run, (await SeenAsync())!, atEnd: true));
    }

    [Fact(Timeout = 20_000)]
    public async Task Rights_and_further_names_are_no_change()
    {
        var run = await HashedAsync();
        await BeginAsync();
        File.SetUnixFileMode(_file, UnixFileMode.UserRead);

        Assert.Equal(ContentFinding.Unchanged, await JudgeAsync(run));
    }

    [Theory(Timeout = 20_000)]
    [InlineData(Save.InPlace)]
    [InlineData(Save.ByRename)]
    [InlineData(Save.WithAnOldTime)]
    public async Task Another_text_from_before_Stata_began_is_what_ran(Save how)
    {
        var run = await HashedAsync();
        await SaveAsync("after", how);
        await BeginAsync();

        Assert.Equal(ContentFinding.ReplacedBeforeStart, await JudgeAsync(run));
        var settled = _content.Settle(run, (await SeenAsync())!, atEnd: false);
        Assert.Equal(DoFileInspection.Hash("after"u8), settled.FileSha256);
        Assert.Equal(RunFingerprint.Of("ann", _file, settled.FileSha256, [], _folder.Path, null), settled.Fingerprint);

        // And that is the one that later looks compare with.
        Assert.Equal(ContentFinding.Unchanged, await JudgeAsync(settled));
    }

    [Theory(Timeout = 20_000)]
    [InlineData(Save.InPlace)]
    [InlineData(Save.ByRename)]
    [InlineData(Save.WithAnOldTime)]
    public async Task Another_text_from_after_Stata_began_may_or_may_not_be_what_ran(Save how)
    {
        var run = await HashedAsync();
        await BeginAsync();
        await SaveAsync("after", how);

        Assert.Equal(ContentFinding.Unclear, await JudgeAsync(run));
        var settled = _content.Settle(run, (await SeenAsync())!, atEnd: false);
        Assert.Equal((run.FileSha256, RunFingerprint.OfNobody(_id)), (settled.FileSha256, settled.Fingerprint));
        Assert.Single(settled.Notes);
        Assert.Same(settled, _content.Settle(settled, (await SeenAsync())!, atEnd: true));
    }

    [Fact(Timeout = 20_000)]
    public async Task A_link_that_was_turned_to_an_old_file_after_Stata_began_is_no_text_from_before()
    {
        await File.WriteAllTextAsync(_folder["other"], "after", TestContext.Current.CancellationToken);
        File.Move(_file, _folder["first"]);
        File.CreateSymbolicLink(_file, _folder["first"]);
        var run = await HashedAsync();
        await BeginAsync();
        File.Delete(_file);
        File.CreateSymbolicLink(_file, _folder["other"]);

        Assert.Equal(ContentFinding.Unclear, await JudgeAsync(run));
    }

    [Fact(Timeout = 20_000)]
    public async Task Without_a_begun_mark_nothing_is_known_to_have_been_before_it()
    {
        var run = await HashedAsync();
        await SaveAsync("after", Save.InPlace);

        Assert.Equal(ContentFinding.Unclear, await JudgeAsync(run));
    }

    [Fact(Timeout = 20_000)]
    public async Task The_same_text_written_again_is_told_from_an_untouched_one()
    {
        var run = await HashedAsync();
        await BeginAsync();
        await SaveAsync("before", Save.ByRename);

        Assert.Equal(ContentFinding.WrittenAgain, await JudgeAsync(run));
        Assert.Same(run, _content.Settle(run, (await SeenAsync())!, atEnd: false));
        Assert.Single(_content.Settle(run, (await SeenAsync())!, atEnd: true).Notes);
    }

    [Fact(Timeout = 20_000)]
    public async Task A_run_that_nobody_may_join_stays_so_whatever_its_text_becomes()
    {
        var run = await HashedAsync() with { Fingerprint = "stopped" };

        Assert.Equal("stopped", RunContent.With(run, (await SeenAsync())!, "a note").Fingerprint);
    }

    [Fact(Timeout = 20_000)]
    public async Task What_is_no_ordinary_file_is_not_looked_at_and_nobody_waits_for_it()
    {
        File.Delete(_file);
        Assert.Null(await SeenAsync());
        Unix.MakePipe(_file);
        Assert.Null(await SeenAsync());
    }

    private async Task<RunState> HashedAsync()
    {
        var seen = (await SeenAsync())!;
        return new RunState
        {
            RunId = _id,
            Owner = "ann",
            FilePath = _file,
            WorkingDir = _folder.Path,
            FileSha256 = seen.Sha256,
            DoFileStamp = seen.Stamp,
            Attempt = 1,
            Fingerprint = RunFingerprint.Of("ann", _file, seen.Sha256, [], _folder.Path, null),
        };
    }

    private async Task BeginAsync()
    {
        await TickAsync();
        await File.WriteAllTextAsync(Path.Combine(_run.Attempt(1).Path, "begun"), "nonce\n", TestContext.Current.CancellationToken);
        await TickAsync();
    }

    private async Task SaveAsync(string text, Save how)
    {
        await TickAsync();
        var target = how == Save.ByRename ? _folder["new.do"] : _file;
        await File.WriteAllTextAsync(target, text, TestContext.Current.CancellationToken);
        if (how == Save.ByRename)
        {
            File.Move(target, _file, overwrite: true);
        }
        else if (how == Save.WithAnOldTime)
        {
            File.SetLastWriteTimeUtc(_file, DateTime.UnixEpoch);
        }
    }

    /// <summary>Times of files are as coarse as the system's clock tick: waits until a file written now has a later one.</summary>
    private async Task TickAsync()
    {
        var probe = _folder["tick"];
        await File.WriteAllTextAsync(probe, "", TestContext.Current.CancellationToken);
        var first = File.GetLastWriteTimeUtc(probe);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(1));
        do
        {
            await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
            await File.WriteAllTextAsync(probe, "", TestContext.Current.CancellationToken);
        }
        while (File.GetLastWriteTimeUtc(probe) == first);
    }

    private Task<DoFileSeen?> SeenAsync() => _content.LookAsync(_file, TimeSpan.FromSeconds(10));

    private async Task<ContentFinding> JudgeAsync(RunState run) => _content.Judge(run, (await SeenAsync())!);

    public enum Save
    {
        InPlace,
        ByRename,
        WithAnOldTime,
    }
}
