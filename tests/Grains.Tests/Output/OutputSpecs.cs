using System.Threading.Channels;
using StataRuns.Output;

namespace StataRuns.Grains.Tests.Output;

public sealed class OutputSpecs : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact(Timeout = 20_000)]
    public Task A_file_is_read_in_pages_without_gap_or_repeat_while_it_grows()
    {
        var path = _folder["log"];
        Assert.Equal(0, OutputFile.Read(path, 0, 100, end: false).TotalBytes);
        List<byte> read = [];
        var expected = new byte[10_000];
        Random.Shared.NextBytes(expected);
        for (var written = 0; written < expected.Length; written += 1000)
        {
            using (var file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite))
            {
                file.Write(expected.AsSpan(written, 1000));
            }

            for (var page = OutputFile.Read(path, read.Count, 333, end: false); !page.Bytes.IsEmpty; page = OutputFile.Read(path, read.Count, 333, end: false))
            {
                Assert.Equal(read.Count, page.Offset);
                read.AddRange(page.Bytes.Span);
            }
        }

        Assert.Equal(expected, read);
        Assert.True(OutputFile.Read(path, 20_000, 100, end: true) is { Bytes.IsEmpty: true, TotalBytes: 10_000, End: true });
        return Task.CompletedTask;
    }

    [Fact(Timeout = 20_000)]
    public async Task Every_growth_of_a_watched_file_is_told()
    {
        using var watch = FolderWatch.Create(TimeProvider.System);
        var told = Channel.CreateUnbounded<string>();
        using var watched = watch.Watch(_folder.Path, name => told.Writer.TryWrite(name));
        for (var i = 0; i < 20; i++)
        {
            await File.AppendAllTextAsync(_folder["output.log"], "x", TestContext.Current.CancellationToken);

            // Told of the file by name, or by the poll behind it.
            while (await told.Reader.ReadAsync(TestContext.Current.CancellationToken) is not ("output.log" or ""))
            {
            }
        }
    }

    [Fact(Timeout = 20_000)]
    public async Task A_watch_that_ended_tells_nothing_and_others_go_on()
    {
        Directory.CreateDirectory(_folder["a"]);
        Directory.CreateDirectory(_folder["b"]);
        using var watch = FolderWatch.Create(TimeProvider.System);
        var ended = 0;
        var told = Channel.CreateUnbounded<string>();
        var first = watch.Watch(_folder["a"], _ => Interlocked.Increment(ref ended));
        using var second = watch.Watch(_folder["b"], name => told.Writer.TryWrite(name));
        first.Dispose();
        Interlocked.Exchange(ref ended, 0);

        await File.WriteAllTextAsync(_folder["a/x"], "x", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(_folder["b/x"], "x", TestContext.Current.CancellationToken);

        await told.Reader.ReadAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, ended);
    }

    [Fact(Timeout = 20_000)]
    public async Task A_watch_ends_in_order_whatever_is_going_on()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        var before = InotifyDescriptors();
        for (var i = 0; i < 50; i++)
        {
            var watch = new InotifyWatch(TimeProvider.System);
            var watched = watch.Watch(_folder.Path, _ => { });
            await File.AppendAllTextAsync(_folder["output.log"], "x", TestContext.Current.CancellationToken);
            watch.Dispose();

            // Who comes late finds nothing to do, and touches no descriptor that may be somebody else's by now.
            using var late = watch.Watch(_folder.Path, _ => { });
            watched.Dispose();
            watch.Dispose();
        }

        // Each listening thread closes its own: it is at its end when they are gone. (One that throws ends the whole program.)
        while (InotifyDescriptors() > before)
        {
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }
    }

    private static int InotifyDescriptors() =>
        Directory.EnumerateFiles("/proc/self/fd").Count(file => new FileInfo(file).LinkTarget?.Contains("inotify", StringComparison.Ordinal) == true);
}
