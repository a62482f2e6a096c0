using System.Runtime.InteropServices;
using StataRuns.Hosts;

namespace StataRuns.Grains.Tests.Hosts;

public sealed partial class DoFileInspectionSpecs : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact(Timeout = 20_000)]
    public async Task What_is_no_do_file_is_refused_with_a_sentence_and_never_opened()
    {
        await File.WriteAllTextAsync(_folder["Main.do"], "display 1\n", TestContext.Current.CancellationToken);
        Assert.Equal(0, MakePipe(_folder["pipe.do"], 0x180));

        Assert.Contains("Did you mean", await RefusalAsync(_folder["main.do"]), StringComparison.Ordinal);
        Assert.Contains("is a folder", await RefusalAsync(_folder.Path), StringComparison.Ordinal);
        Assert.Contains("relative path", await RefusalAsync("main.do"), StringComparison.Ordinal);
        Assert.Contains("NUL", await RefusalAsync("/p/ma\0in.do"), StringComparison.Ordinal);
        Assert.Contains("a device", await RefusalAsync("/dev/zero"), StringComparison.Ordinal);
        Assert.Contains("a pipe", await RefusalAsync(_folder["pipe.do"]), StringComparison.Ordinal);
        Assert.Contains("does not exist either", await RefusalAsync(_folder["no/such.do"]), StringComparison.Ordinal);
        Assert.Contains("which is a file", await RefusalAsync(_folder["Main.do"], workingDir: _folder["Main.do"]), StringComparison.Ordinal);
        Assert.Contains("65536", await RefusalAsync(_folder["Main.do"], arguments: [new string('x', 1_000_000)]), StringComparison.Ordinal);
    }

    [Fact(Timeout = 20_000)]
    public async Task Only_allowed_folders_run_and_a_link_leads_nowhere_else()
    {
        Directory.CreateDirectory(_folder["in"]);
        Directory.CreateDirectory(_folder["out"]);
        await File.WriteAllTextAsync(_folder["in/a.do"], "display 1\n", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(_folder["out/b.do"], "display 1\n", TestContext.Current.CancellationToken);
        File.CreateSymbolicLink(_folder["in/b.do"], _folder["out/b.do"]);
        File.CreateSymbolicLink(_folder["in/out"], _folder["out"]);

        Assert.Null(await RefusalAsync(_folder["in/a.do"], allowed: [_folder["in"]]));
        Assert.Contains("Paths:Allowed", await RefusalAsync(_folder["out/b.do"], allowed: [_folder["in"]]), StringComparison.Ordinal);
        Assert.Contains("Paths:Allowed", await RefusalAsync(_folder["in/b.do"], allowed: [_folder["in"]]), StringComparison.Ordinal);
        Assert.Contains("Paths:Allowed", await RefusalAsync(_folder["in/out/b.do"], allowed: [_folder["in"]]), StringComparison.Ordinal);
    }

    [Fact(Timeout = 20_000)]
    public async Task Nested_do_files_are_known_or_said_to_be_unknown()
    {
        await File.WriteAllTextAsync(_folder["main.do"], "do sub\nrun \"other.do\"\n", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(_folder["sub.do"], "do other.do\n", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(_folder["other.do"], "display 1\n", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(_folder["macro.do"], "do `which'\n", TestContext.Current.CancellationToken);

        var nested = (await InspectAsync(_folder["main.do"])).File!.Nested;

        Assert.Equal([_folder["other.do"], _folder["sub.do"]], nested!.Select(file => file.Path).Order(StringComparer.Ordinal));
        Assert.True(NestedDoFileHashes.AreUnchanged(nested));
        await File.AppendAllTextAsync(_folder["other.do"], "display 2\n", TestContext.Current.CancellationToken);
        Assert.False(NestedDoFileHashes.AreUnchanged(nested));
        Assert.Null((await InspectAsync(_folder["macro.do"])).File!.Nested);
        Assert.False(NestedDoFileHashes.AreUnchanged(null));
    }

    private async Task<string?> RefusalAsync(string path, string? workingDir = null, string[]? arguments = null, string[]? allowed = null) =>
        (await InspectAsync(path, workingDir, arguments, allowed)).Refusal;

    private Task<(InspectedDoFile? File, string? Refusal)> InspectAsync(
        string path, string? workingDir = null, string[]? arguments = null, string[]? allowed = null) =>
        new DoFileInspection(new HostSettings
        {
            DataDirectory = _folder.Path,
            Host = "lab2",
            MaxConcurrent = 1,
            MaxOutputBytes = 1,
            AllowedPaths = allowed ?? [],
        }).InspectAsync(new RunRequest { Owner = "ann", FilePath = path, WorkingDir = workingDir, Arguments = arguments ?? [] });

    [LibraryImport("libc", EntryPoint = "mkfifo", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int MakePipe(string path, uint mode);
}
