using Microsoft.Extensions.Time.Testing;
using StataRuns.Configuration;
using StataRuns.Hosts;
using StataRuns.Runs;

namespace StataRuns.Grains.Tests.Hosts;

public sealed class DoFileInspectionSpecs : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact(Timeout = 20_000)]
    public async Task What_is_no_do_file_is_refused_with_a_sentence_and_never_opened()
    {
        await File.WriteAllTextAsync(_folder["Main.do"], "display 1\n", TestContext.Current.CancellationToken);
        Unix.MakePipe(_folder["pipe.do"]);

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
    public async Task A_run_works_in_an_allowed_folder_only()
    {
        Directory.CreateDirectory(_folder["in/sub"]);
        Directory.CreateDirectory(_folder["inside"]);
        Directory.CreateDirectory(_folder["out"]);
        await File.WriteAllTextAsync(_folder["in/a.do"], "display 1\n", TestContext.Current.CancellationToken);
        File.CreateSymbolicLink(_folder["out/a.do"], _folder["in/a.do"]);
        File.CreateSymbolicLink(_folder["in/out"], _folder["out"]);
        string[] allowed = [_folder["in"]];

        Assert.Null(await RefusalAsync(_folder["in/a.do"], _folder["in"], allowed: allowed));
        Assert.Null(await RefusalAsync(_folder["in/a.do"], _folder["in/sub"], allowed: allowed));
        Assert.Contains("Paths:Allowed", await RefusalAsync(_folder["in/a.do"], _folder["inside"], allowed: allowed), StringComparison.Ordinal);
        Assert.Contains("Paths:Allowed", await RefusalAsync(_folder["in/a.do"], _folder["out"], allowed: allowed), StringComparison.Ordinal);
        Assert.Contains("Paths:Allowed", await RefusalAsync(_folder["in/a.do"], _folder["in/out"], allowed: allowed), StringComparison.Ordinal);

        // The folder that counts where none is given is the one beside the name that was given.
        Assert.Contains("Paths:Allowed", await RefusalAsync(_folder["out/a.do"], allowed: allowed), StringComparison.Ordinal);
    }

    [Fact(Timeout = 20_000)]
    public async Task What_was_swapped_for_a_link_while_it_waited_does_not_start()
    {
        Directory.CreateDirectory(_folder["in/sub"]);
        Directory.CreateDirectory(_folder["out"]);
        await File.WriteAllTextAsync(_folder["in/a.do"], "display 1\n", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(_folder["out/b.do"], "display 1\n", TestContext.Current.CancellationToken);
        var inspection = Inspection([_folder["in"]], TimeProvider.System);
        Assert.Null(await inspection.RefusalAtStartAsync(_folder["in/a.do"], _folder["in/sub"]));

        Directory.Delete(_folder["in/sub"]);
        Assert.Null(await inspection.RefusalAtStartAsync(_folder["in/a.do"], _folder["in/sub"]));
        File.CreateSymbolicLink(_folder["in/sub"], _folder["out"]);
        Assert.Contains("Paths:Allowed", await inspection.RefusalAtStartAsync(_folder["in/a.do"], _folder["in/sub"]), StringComparison.Ordinal);

        File.Delete(_folder["in/a.do"]);
        Assert.Null(await inspection.RefusalAtStartAsync(_folder["in/a.do"], _folder["in"]));
        File.CreateSymbolicLink(_folder["in/a.do"], _folder["out/b.do"]);
        Assert.Contains("Paths:Allowed", await inspection.RefusalAtStartAsync(_folder["in/a.do"], _folder["in"]), StringComparison.Ordinal);
        Assert.Null(await Inspection([], TimeProvider.System).RefusalAtStartAsync(_folder["in/a.do"], _folder["in"]));
    }

    [Theory(Timeout = 20_000)]
    [InlineData("/dev/fd/63")]
    [InlineData("/dev/stdin")]
    [InlineData("/dev/null")]
    [InlineData("/dev/ptmx")]
    [InlineData("/proc/self/environ")]
    [InlineData("/proc/self/fd/0")]
    [InlineData("/proc/thread-self/environ")]
    [InlineData("/proc/../proc/self/environ")]
    [InlineData("/sys/kernel/mm/transparent_hugepage/enabled")]
    [InlineData("/sys/kernel/profiling")]
    public async Task Only_an_ordinary_file_on_a_disk_is_a_do_file(string path)
    {
        var refusal = await RefusalAsync(path);
        Assert.NotNull(refusal);
        if (path.StartsWith("/dev/", StringComparison.Ordinal) || path.StartsWith("/proc/", StringComparison.Ordinal) || File.Exists(path))
        {
            Assert.Contains("\"stataruns run -\"", refusal, StringComparison.Ordinal);
        }

        // By a link it is the same, whatever the link is called.
        File.CreateSymbolicLink(_folder["link.do"], path);
        Assert.NotNull(await RefusalAsync(_folder["link.do"]));
        Assert.Null(DoFileContent.TryRead(_folder["link.do"]));
        Assert.Null(DoFileContent.TryRead(path));
    }

    [Fact(Timeout = 20_000)]
    public async Task A_file_that_only_this_program_has_open_is_no_do_file_by_its_number()
    {
        // Text of this program's own, which a link of the kernel's leads to: here an ordinary file on a disk.
        await File.WriteAllTextAsync(_folder["secret"], "secret\n", TestContext.Current.CancellationToken);
        using var open = File.OpenHandle(_folder["secret"]);
        var name = $"/proc/self/fd/{open.DangerousGetHandle()}";
        File.CreateSymbolicLink(_folder["link.do"], name);
        Assert.Equal("secret\n", await File.ReadAllTextAsync(_folder["link.do"], TestContext.Current.CancellationToken));

        Assert.Contains("run -", await RefusalAsync(name), StringComparison.Ordinal);
        Assert.Contains("run -", await RefusalAsync(_folder["link.do"]), StringComparison.Ordinal);
    }

    [Fact(Timeout = 20_000)]
    public async Task A_socket_is_no_do_file()
    {
        using var socket = new System.Net.Sockets.Socket(System.Net.Sockets.AddressFamily.Unix, System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Unspecified);
        socket.Bind(new System.Net.Sockets.UnixDomainSocketEndPoint(_folder["s.do"]));
        Assert.Contains("run -", await RefusalAsync(_folder["s.do"]), StringComparison.Ordinal);
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

    [Theory(Timeout = 20_000)]
    [InlineData("do gone.do")]
    [InlineData("do \"\"")]
    [InlineData("do \"nul\0.do\"")]
    [InlineData("do .")]
    [InlineData("do pipe.do")]
    [InlineData("do /dev/zero")]
    [InlineData("do huge.do")]
    [InlineData("do loop.do")]
    [InlineData("do dangling.do")]
    [InlineData("do main.do/under.do")]
    public async Task A_nested_do_file_that_cannot_be_known_is_no_reason_against_the_run(string command)
    {
        await File.WriteAllTextAsync(_folder["main.do"], command + "\n", TestContext.Current.CancellationToken);
        Unix.MakePipe(_folder["pipe.do"]);
        await using (var huge = File.Create(_folder["huge.do"]))
        {
            huge.SetLength(10 * 1024 * 1024 + 1);
        }

        File.CreateSymbolicLink(_folder["loop.do"], _folder["loop.do"]);
        File.CreateSymbolicLink(_folder["dangling.do"], _folder["nowhere"]);

        var (file, refusal) = await InspectAsync(_folder["main.do"]);

        Assert.Null(refusal);
        Assert.Null(file!.Nested);
    }

    [Fact(Timeout = 20_000)]
    public async Task Do_files_that_start_each_other_are_each_looked_at_once()
    {
        await File.WriteAllTextAsync(_folder["main.do"], "do sub.do\n", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(_folder["sub.do"], "do main.do\ndo sub.do\n", TestContext.Current.CancellationToken);

        Assert.Equal([_folder["sub.do"]], (await InspectAsync(_folder["main.do"])).File!.Nested!.Select(file => file.Path));
    }

    [Fact(Timeout = 20_000)]
    public async Task A_nested_do_file_that_went_away_or_became_a_pipe_has_changed()
    {
        await File.WriteAllTextAsync(_folder["sub.do"], "display 1\n", TestContext.Current.CancellationToken);
        IReadOnlyList<DoFileHash> nested = [new(_folder["sub.do"], DoFileInspection.Hash("display 1\n"u8))];

        Assert.True(await NestedDoFileHashes.AreUnchangedAsync(nested, TimeProvider.System));
        Assert.True(await NestedDoFileHashes.AreUnchangedAsync([], TimeProvider.System));
        Assert.False(await NestedDoFileHashes.AreUnchangedAsync(null, TimeProvider.System));
        File.Delete(_folder["sub.do"]);
        Assert.False(await NestedDoFileHashes.AreUnchangedAsync(nested, TimeProvider.System));
        Unix.MakePipe(_folder["sub.do"]);
        Assert.False(await NestedDoFileHashes.AreUnchangedAsync(nested, TimeProvider.System));
    }

    [Fact(Timeout = 20_000)]
    public async Task A_disk_that_does_not_answer_is_said_and_holds_nobody()
    {
        using var lease = FileLease.TakeOn(_folder["away.do"], "display 1\n");
        IReadOnlyList<DoFileHash> nested = [new(_folder["away.do"], DoFileInspection.Hash("display 1\n"u8))];
        var time = new FakeTimeProvider();

        var refused = InspectAsync(_folder["away.do"], time: time);
        var unchanged = NestedDoFileHashes.AreUnchangedAsync(nested, time);
        time.Advance(DoFileInspection.Patience);

        Assert.Equal($"{_folder["away.do"]} did not answer within 10 seconds: is it on a network disk that does not answer?", (await refused).Refusal);
        Assert.False(await unchanged);
    }

    [Fact(Timeout = 20_000)]
    public async Task A_nested_do_file_that_does_not_answer_is_unknown_and_the_run_goes_on()
    {
        await File.WriteAllTextAsync(_folder["main.do"], "do away.do\n", TestContext.Current.CancellationToken);
        using var lease = FileLease.TakeOn(_folder["away.do"], "display 1\n");
        var time = new FakeTimeProvider();

        var inspected = InspectAsync(_folder["main.do"], time: time);
        while (!inspected.IsCompleted)
        {
            // What is waited for at which moment is its own affair; the clock runs until it gives up.
            await lease.AskedForAsync(TestContext.Current.CancellationToken);
            time.Advance(DoFileInspection.Patience);
        }

        Assert.Null((await inspected).Refusal);
        Assert.Null((await inspected).File!.Nested);
    }

    private async Task<string?> RefusalAsync(string path, string? workingDir = null, string[]? arguments = null, string[]? allowed = null) =>
        (await InspectAsync(path, workingDir, arguments, allowed)).Refusal;

    [Theory(Timeout = 20_000)]
    [InlineData(".git/", "p")]
    [InlineData(".git", "p")]
    [InlineData(".stataruns", "p")]
    [InlineData("paper.stpr", "p")]
    [InlineData("code/.git", "p/code")]
    [InlineData("paper.txt", "p/code/deep")]
    public async Task A_run_may_work_in_the_nearest_project_folder(string mark, string expected)
    {
        Directory.CreateDirectory(_folder["p/code/deep"]);
        await File.WriteAllTextAsync(_folder["p/code/deep/a.do"], "display 1\n", TestContext.Current.CancellationToken);
        if (mark.EndsWith('/'))
        {
            Directory.CreateDirectory(_folder[$"p/{mark}"]);
        }
        else
        {
            await File.WriteAllTextAsync(_folder[$"p/{mark}"], "", TestContext.Current.CancellationToken);
        }

        var request = new RunRequest { Owner = "ann", FilePath = _folder["p/code/deep/a.do"] };
        var settings = new HostSettings { DataDirectory = _folder.Path, Host = "lab2", MaxConcurrent = 1, MaxOutputBytes = 1, WorkingDir = WorkingDirRule.Project };
        var project = new DoFileInspection(settings, TimeProvider.System);
        Assert.Equal(_folder[expected], (await project.InspectAsync(request)).File!.WorkingDir);
        Assert.Equal(_folder["p"], (await project.InspectAsync(request with { WorkingDir = _folder["p"] })).File!.WorkingDir);
        Assert.Equal(_folder["p/code/deep"], (await InspectAsync(request.FilePath)).File!.WorkingDir);
    }

    private Task<(InspectedDoFile? File, string? Refusal)> InspectAsync(
        string path, string? workingDir = null, string[]? arguments = null, string[]? allowed = null, TimeProvider? time = null) =>
        Inspection(allowed ?? [], time ?? TimeProvider.System).InspectAsync(new RunRequest { Owner = "ann", FilePath = path, WorkingDir = workingDir, Arguments = arguments ?? [] });

    private DoFileInspection Inspection(string[] allowed, TimeProvider time) =>
        new(
            new HostSettings
            {
                DataDirectory = _folder.Path,
                Host = "lab2",
                MaxConcurrent = 1,
                MaxOutputBytes = 1,
                AllowedPaths = allowed,
            },
            time);
}
