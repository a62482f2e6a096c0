using System.Runtime.Versioning;
using Microsoft.Extensions.Time.Testing;
using StataRuns.Output;

namespace StataRuns.Grains.Tests.Output;

/// <summary>A run can do to its own folder what it likes.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class ClosedFolderSpecs : IDisposable
{
    private const UnixFileMode Open = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    private readonly TemporaryFolder _folder = new();

    public ClosedFolderSpecs() => File.SetUnixFileMode(_folder.Path, Open);

    public void Dispose()
    {
        File.SetUnixFileMode(_folder.Path, Open);
        _folder.Dispose();
    }

    [Fact(Timeout = 20_000)]
    public async Task A_log_that_may_not_be_read_has_no_bytes_to_show_and_keeps_its_length()
    {
        var path = _folder["output.log"];
        await File.WriteAllTextAsync(path, "hello", TestContext.Current.CancellationToken);
        File.SetUnixFileMode(path, UnixFileMode.None);

        await Unix.WithoutPrivilege(() =>
        {
            Assert.Equal(new OutputPage(2, default, 5, End: true), OutputFile.Read(path, 2, 100, end: true));
            Assert.Equal(5, OutputFile.Length(path));
            Assert.True(OutputFile.Tail(path, 10).IsEmpty);
            Assert.Null(OutputFile.TryReadSmall(path));
            OutputFile.Flush(path);
        });
    }

    [Fact(Timeout = 20_000)]
    public async Task What_lies_in_a_closed_folder_is_not_seen_and_no_exception()
    {
        var path = _folder["output.log"];
        await File.WriteAllTextAsync(path, "hello", TestContext.Current.CancellationToken);
        File.SetUnixFileMode(_folder.Path, UnixFileMode.None);

        await Unix.WithoutPrivilege(() =>
        {
            Assert.Equal(new OutputPage(0, default, 0, End: false), OutputFile.Read(path, 0, 100, end: false));
            Assert.Equal(0, OutputFile.Length(path));
            Assert.Null(OutputFile.TryReadSmall(path));
            OutputFile.Flush(path);
        });
    }

    [Fact(Timeout = 20_000)]
    public async Task What_is_no_ordinary_file_is_not_opened()
    {
        Unix.MakePipe(_folder["pipe"]);
        File.CreateSymbolicLink(_folder["link"], _folder["pipe"]);
        File.CreateSymbolicLink(_folder["loop"], _folder["loop"]);
        string[] paths = [_folder["pipe"], _folder["link"], _folder["loop"], _folder.Path, "/dev/zero", "/dev/tty"];

        // On a thread of its own: a pipe that is opened after all holds it until the test's time is over.
        await Unix.WithoutPrivilege(() => Assert.All(paths, path =>
        {
            Assert.True(OutputFile.Read(path, 0, 100, end: true) is { Bytes.IsEmpty: true, TotalBytes: 0, End: true });
            Assert.Null(OutputFile.TryReadSmall(path));
            Assert.Null(OrdinaryFile.TryRead(path, 100));
            OutputFile.Flush(path);
        }));
    }

    [Fact(Timeout = 20_000)]
    public async Task A_file_is_read_whole_up_to_its_bound_and_not_at_all_beyond()
    {
        await File.WriteAllTextAsync(_folder["a"], "12345", TestContext.Current.CancellationToken);

        Assert.Equal("12345"u8.ToArray(), OrdinaryFile.TryRead(_folder["a"], 5));
        Assert.Null(OrdinaryFile.TryRead(_folder["a"], 4));
        Assert.Null(OrdinaryFile.TryRead(_folder["a\0b"], 5));
    }

    [Fact(Timeout = 20_000)]
    public async Task A_poll_passes_over_a_closed_folder_and_tells_of_the_others()
    {
        foreach (var name in (string[])["closed", "open", "gone"])
        {
            Directory.CreateDirectory(_folder[name], Open);
        }

        await File.WriteAllTextAsync(_folder["closed/x"], "x", TestContext.Current.CancellationToken);
        File.SetUnixFileMode(_folder["closed"], UnixFileMode.None);
        var time = new FakeTimeProvider();
        using var watch = new PollingWatch(time, TimeSpan.FromSeconds(1));
        List<string> told = [];
        using var closed = watch.Watch(_folder["closed"], _ => told.Add("closed"));
        using var open = watch.Watch(_folder["open"], _ => told.Add("open"));
        using var gone = watch.Watch(_folder["gone"], _ => told.Add("gone"));
        Directory.Delete(_folder["gone"]);

        // The clock calls back on the thread that moves it: what a sweep throws, this throws.
        await Unix.WithoutPrivilege(() => time.Advance(TimeSpan.FromSeconds(1)));
        Assert.Empty(told);
        await File.WriteAllTextAsync(_folder["open/x"], "x", TestContext.Current.CancellationToken);
        await Unix.WithoutPrivilege(() => time.Advance(TimeSpan.FromSeconds(1)));
        Assert.Equal(["open"], told);
        await File.AppendAllTextAsync(_folder["open/x"], "x", TestContext.Current.CancellationToken);
        await Unix.WithoutPrivilege(() => time.Advance(TimeSpan.FromSeconds(2)));
        Assert.Equal(["open", "open"], told);

        File.SetUnixFileMode(_folder["closed"], Open);
        await Unix.WithoutPrivilege(() => time.Advance(TimeSpan.FromSeconds(1)));
        Assert.Equal(["open", "open", "closed"], told);
    }
}
