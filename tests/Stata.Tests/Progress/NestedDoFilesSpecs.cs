using System.Runtime.InteropServices;

namespace StataRuns.Stata.Tests;

public sealed partial class NestedDoFilesSpecs : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("stataruns-tests-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task A_file_is_found_beside_the_working_folder_with_or_without_its_extension() => Bounded.Run(() =>
    {
        File.WriteAllText(Path.Combine(_folder, "b.do"), "display 1\n");
        var files = new NestedDoFiles(_folder);

        Assert.Equal(Path.Combine(_folder, "b.do"), files.Open("b")?.Path);
        Assert.Same(files.Open("b.do"), files.Open("b.do"));
        Assert.Single(files.Open(Path.Combine(_folder, "b.do"))!.Commands);
    });

    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData("gone.do")]
    [InlineData("")]
    [InlineData("nul\0.do")]
    [InlineData("/dev")]
    [InlineData("/dev/zero")]
    public Task What_cannot_be_read_is_unknown_and_no_exception(string path) => Bounded.Run(() =>
        Assert.Null(new NestedDoFiles(_folder).Open(path)));

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task A_pipe_is_unknown_and_nobody_waits_for_its_other_end() => Bounded.Run(() =>
    {
        Assert.Equal(0, MakePipe(Path.Combine(_folder, "pipe.do"), 0x180));

        Assert.Null(new NestedDoFiles(_folder).Open("pipe.do"));
        Assert.Null(new NestedDoFiles(_folder).Open("pipe"));
    });

    [LibraryImport("libc", EntryPoint = "mkfifo", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int MakePipe(string path, uint mode);
}
