using System.Runtime.Versioning;
using System.Text;
using StataRuns.Hosts;
using StataRuns.Runs;
using StataRuns.Stata;

namespace StataRuns.Grains.Tests.Runs;

/// <summary>Of the files that a log names, those are listed that are there and were changed since the run's start.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class WrittenFilesSpecs : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly RunState _run;
    private readonly HostSettings _settings;
    private readonly WrittenFiles _files;
    private readonly DateTimeOffset _start = DateTimeOffset.UtcNow;

    public WrittenFilesSpecs()
    {
        _settings = new HostSettings { DataDirectory = _folder["data"], Host = "lab2", MaxConcurrent = 1, MaxOutputBytes = 1 };
        _files = new WrittenFiles(_settings, TimeProvider.System);
        _run = new RunState { RunId = RunId.New("lab2", _start), WorkingDir = _folder["work"], FilePath = _folder["work/main.do"] };
        Directory.CreateDirectory(_folder["work/out"]);
    }

    public void Dispose() => _folder.Dispose();

    [Fact(Timeout = 20_000)]
    public async Task What_is_there_is_listed_with_its_size_and_its_command()
    {
        await File.WriteAllTextAsync(_folder["work/a.dta"], "12345", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(_folder["work/out/b.tex"], "", TestContext.Current.CancellationToken);

        var found = await FindAsync(". save a\n", "file a.dta saved\n", ". esttab using out/b.tex\n", $"(output written to {_folder["work/out/b.tex"]})\n", ". save c\n", "file c.dta saved\n");

        Assert.Equal([new WrittenFile(_folder["work/a.dta"], 5, "save"), new WrittenFile(_folder["work/out/b.tex"], 0, "esttab")], found.Listed);
        Assert.Empty(found.Notes);
    }

    [Fact(Timeout = 20_000)]
    public async Task What_was_not_changed_since_the_start_is_no_file_of_the_run()
    {
        await File.WriteAllTextAsync(_folder["work/old.dta"], "", TestContext.Current.CancellationToken);
        var named = Named(". display 1\n", "file old.dta saved\n");

        Assert.Empty((await _files.FindAsync(_run, _start + TimeSpan.FromHours(1), named)).Listed);
    }

    [Fact(Timeout = 20_000)]
    public async Task One_that_was_copied_there_with_its_old_time_is_listed()
    {
        await File.WriteAllTextAsync(_folder["work/copy.dta"], "", TestContext.Current.CancellationToken);
        File.SetLastWriteTimeUtc(_folder["work/copy.dta"], new DateTime(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc));

        Assert.Single((await FindAsync(". save copy\n", "file copy.dta saved\n")).Listed);
    }

    [Fact(Timeout = 20_000)]
    public async Task Folders_pipes_and_the_runs_own_folder_are_left_out_and_two_names_of_one_path_are_one()
    {
        Unix.MakePipe(_folder["work/pipe.dta"]);
        var own = RunFolder.Of(_settings, _run.RunId).Attempt(1).Path;
        Directory.CreateDirectory(own);
        await File.WriteAllTextAsync(Path.Combine(own, "output.log"), "", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(_folder["work/a.dta"], "", TestContext.Current.CancellationToken);

        var found = await FindAsync(
            ". save a\n", "file a.dta saved\n", "file ./out/../a.dta saved\n", "file out saved\n", "file pipe.dta saved\n", $"file {own}/output.log saved\n", "file / saved\n", "file ~nobody/x saved\n");

        Assert.Equal([_folder["work/a.dta"]], found.Listed.Select(file => file.Path));
    }

    [Fact(Timeout = 20_000)]
    public async Task A_link_is_followed_as_Stata_follows_it()
    {
        await File.WriteAllTextAsync(_folder["work/out/real.dta"], "123", TestContext.Current.CancellationToken);
        File.CreateSymbolicLink(_folder["work/link.dta"], "out/real.dta");

        Assert.Equal([new WrittenFile(_folder["work/link.dta"], 3, "save")], (await FindAsync(". save link\n", "file link.dta saved\n")).Listed);
    }

    [Fact(Timeout = 20_000)]
    public async Task Two_hundred_are_listed_and_a_note_says_that_there_are_more()
    {
        var log = new StringBuilder();
        for (var i = 0; i < 250; i++)
        {
            await File.WriteAllTextAsync(_folder[$"work/a{i}.dta"], "", TestContext.Current.CancellationToken);
            log.Append(". save x\nfile a").Append(i).Append(".dta saved\n");
        }

        var found = await FindAsync(log.ToString());

        Assert.Equal(200, found.Listed.Count);
        Assert.Equal("Its log names more than 200 files that it wrote: the first 200 are listed.", Assert.Single(found.Notes));
    }

    [Fact(Timeout = 20_000)]
    public async Task A_folder_that_does_not_answer_holds_the_end_up_for_a_bounded_time()
    {
        using var gate = new ManualResetEventSlim();
        var hanging = FileLooks.Shared.AtAsync(_folder["work"], () => gate.Wait(TimeSpan.FromSeconds(15)), TimeSpan.FromMilliseconds(1), TimeProvider.System);
        await Assert.ThrowsAsync<TimeoutException>(() => hanging);
        await File.WriteAllTextAsync(_folder["work/out/b.dta"], "", TestContext.Current.CancellationToken);

        var found = await FindAsync(". save a\n", "file a.dta saved\n", "file out/b.dta saved\n");
        gate.Set();

        Assert.Equal([_folder["work/out/b.dta"]], found.Listed.Select(file => file.Path));
        Assert.Equal($"{_folder["work"]} did not answer: whether a file that the log names there was written is not known.", Assert.Single(found.Notes));
    }

    private Task<FilesFound> FindAsync(params string[] log) => _files.FindAsync(_run, _start, Named(log));

    private static NamedFiles Named(params string[] log)
    {
        var tracker = new ProgressTracker(DoFile.Parse([]));
        tracker.Feed(Encoding.UTF8.GetBytes(string.Concat(log)), DateTimeOffset.UtcNow);
        return tracker.Files;
    }
}
