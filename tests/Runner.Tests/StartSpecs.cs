using StataRuns.Runner.Protocol;
using StataRuns.Runner.Tests.Stage;

namespace StataRuns.Runner.Tests;

public class StartSpecs
{
    [Fact(Timeout = 30_000)]
    public async Task The_environment_is_exactly_what_the_job_says_and_the_attempts_marks()
    {
        await using var scene = new Scene("", job => job with
        {
            Executable = "/usr/bin/env",
            Arguments = ["-0"],
            Environment = new Dictionary<string, string> { ["HOME"] = "/home/ann", ["EMPTY"] = "", ["ODD"] = "a=b\nç 中" },
        });
        scene.StartRunner();
        _ = await scene.ExitAsync();

        var tmp = scene.Folder.Temporary;
        string[] expected =
        [
            "HOME=/home/ann", "EMPTY=", "ODD=a=b\nç 中", $"STATARUNS_ATTEMPT={scene.Job.Nonce}",
            $"TMPDIR={tmp}", $"TMP={tmp}", $"TEMP={tmp}", $"STATATMP={tmp}",
        ];
        Assert.Equal(expected.Order(), scene.Console.Split('\0', StringSplitOptions.RemoveEmptyEntries).Order());
    }

    [Fact(Timeout = 30_000)]
    public async Task Arguments_arrive_as_they_are()
    {
        await using var scene = new Scene("", job => job with { Executable = "/usr/bin/printf", Arguments = ["%s|", "a b", "", "$HOME", "ç\n\"'", "*"] });
        scene.StartRunner();
        _ = await scene.ExitAsync();

        Assert.Equal("a b||$HOME|ç\n\"'|*|", scene.Console);
    }

    [Fact(Timeout = 30_000)]
    public async Task No_descriptor_is_inherited_and_standard_input_is_empty()
    {
        // Three that are handed down on purpose: a service may have been started with such.
        await using var scene = new Scene("ls -l /proc/self/fd; cat; echo end of input");
        using var inheritable = new FileStream(scene.Folder.Job, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Inheritable);
        scene.StartRunner();
        _ = await scene.ExitAsync();

        var targets = scene.Console.Split('\n').Where(line => line.Contains("->", StringComparison.Ordinal)).Select(line => line.Split("-> ")[1]).ToList();
        Assert.Equal(["/dev/null", scene.Folder.Console, scene.Folder.Console], targets[..3]);
        Assert.StartsWith("/proc/", Assert.Single(targets[3..]), StringComparison.Ordinal); // ls itself, looking
        Assert.EndsWith("end of input\n", scene.Console, StringComparison.Ordinal);
    }

    [Fact(Timeout = 30_000)]
    public async Task The_process_leads_a_session_and_group_of_its_own_in_the_jobs_folder()
    {
        await using var scene = new Scene("pwd -P > folder; cut -d' ' -f1,5,6 /proc/$$/stat > ids; echo $$ > leader");
        scene.StartRunner();
        var process = await scene.ProcessAsync();
        var leader = await scene.WrittenAsync("leader");

        Assert.Equal($"{leader} {leader} {leader}", scene.Note("ids"));
        Assert.Equal(scene.Work, scene.Note("folder"));
        Assert.Equal(leader, process.Process.ProcessId.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(scene.Job.Nonce, process.Nonce);
    }

    [Fact(Timeout = 30_000)]
    public async Task Signals_are_as_at_login_although_the_runner_ignores_some()
    {
        await using var scene = new Scene("grep -E 'SigBlk|SigIgn' /proc/self/status | cut -f2");
        scene.StartRunner();
        _ = await scene.ExitAsync();

        // Beyond 31 are the C library's own, which posix_spawn leaves ignored.
        var masks = scene.Console.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(mask => Convert.ToInt64(mask, 16) & 0x7fff_ffff);
        Assert.Equal([0, 0], masks);
    }

    [Fact(Timeout = 30_000)]
    public async Task The_temporary_folder_is_the_runs_own_and_gone_at_the_end()
    {
        await using var scene = new Scene("stat -c %a $TMPDIR > mode; mkdir -p $TMPDIR/a/b; echo x > $TMPDIR/a/b/c; ln -s $PWD $TMPDIR/link");
        scene.StartRunner();
        _ = await scene.ExitAsync();

        Assert.Equal("700", scene.Note("mode"));
        Assert.False(Directory.Exists(scene.Folder.Temporary));
        Assert.True(Directory.Exists(scene.Work), "a link out of it is not followed");
    }

    [Theory(Timeout = 30_000)]
    [InlineData("STATATMP")]
    [InlineData("TMPDIR")]
    public async Task The_temporary_folder_is_below_the_one_that_its_user_wants(string variable)
    {
        await using var scene = new Scene(
            "for name in TMPDIR TMP TEMP STATATMP; do printenv $name; done | sort -u > where; stat -c %a $TMPDIR > mode; mkdir $TMPDIR/a; touch $TMPDIR/a/b; chmod 0 $TMPDIR/a; ln -s $PWD $TMPDIR/link",
            job => In(job, variable, Place(job)));
        Directory.CreateDirectory(Place(scene.Job));
        scene.StartRunner();
        _ = await scene.ExitAsync();

        var path = scene.Note("where")!;
        Assert.Matches($"^{Place(scene.Job)}/stataruns-{scene.Job.RunId}-[0-9a-f]{{16}}$", path);
        Assert.Equal("700", scene.Note("mode"));
        Assert.False(Directory.Exists(scene.Folder.Temporary));
        Assert.Empty(Directory.EnumerateFileSystemEntries(Place(scene.Job)));
        Assert.True(Directory.Exists(scene.Work), "a link out of it is not followed");
    }

    [Theory(Timeout = 30_000)]
    [InlineData("nowhere", "STATATMP is {0}, but no folder can be made there (No such file or directory)")]
    [InlineData("job.json", "STATATMP is {0}, but no folder can be made there (Not a directory)")]
    [InlineData("", "STATATMP is relative/place, but it is no absolute path")]
    public async Task Where_it_cannot_be_made_there_it_is_the_attempts_own_and_the_record_says_why(string name, string trouble)
    {
        await using var scene = new Scene("echo $STATATMP > where", job => In(job, "STATATMP", name.Length == 0 ? "relative/place" : Path.Combine(Path.GetDirectoryName(job.OutputFile)!, name)));
        scene.StartRunner();
        _ = await scene.ExitAsync();

        Assert.Equal(scene.Folder.Temporary, scene.Note("where"));
        Assert.Equal(string.Format(System.Globalization.CultureInfo.InvariantCulture, trouble, scene.Job.Environment["STATATMP"]), Recorded(scene).Trouble);
        Assert.False(Directory.Exists(scene.Folder.Temporary));
    }

    [Theory(Timeout = 30_000)]
    [InlineData("runner.temporary-recorded", 0)]
    [InlineData("runner.started", 1)]
    [InlineData("runner.recorded", 1)]
    public async Task Wherever_the_runner_dies_the_one_that_takes_over_removes_the_temporary_folder(string place, int left)
    {
        await using var scene = new Scene("while ! [ -e gate ]; do sleep 0.01; done; touch $TMPDIR/x", job => In(job, "TMPDIR", Place(job)));
        Directory.CreateDirectory(Place(scene.Job));
        Assert.Equal(RunnerProcess.Killed, await scene.StartRunner(place).Exit);
        Assert.Equal(left, Directory.EnumerateDirectories(Place(scene.Job)).Count());

        await scene.OpenGateAsync();
        scene.StartAdopter();
        _ = await scene.ExitAsync();

        Assert.Empty(Directory.EnumerateFileSystemEntries(Place(scene.Job)));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_record_that_a_run_changed_removes_nothing_of_anybody_elses()
    {
        await using var scene = new Scene(
            "mkdir ../keep; echo '{\"path\":\"'$PWD'/../keep\"}' > ../temporary.json; mkdir ../other; ln -s $PWD/../other ../place/link; rm -r $TMPDIR; ln -s $PWD/../other $TMPDIR; echo $TMPDIR > where",
            job => In(job, "TMPDIR", Place(job)));
        Directory.CreateDirectory(Place(scene.Job));
        scene.StartRunner();
        _ = await scene.ExitAsync();

        Assert.True(Directory.Exists(Path.Combine(scene.Folder.Path, "keep")));
        Assert.True(Directory.Exists(Path.Combine(scene.Folder.Path, "other")));
        Assert.Null(TemporaryRecord.Of(scene.Folder, scene.Job.RunId));

        var link = new TemporaryRecord { Path = scene.Note("where")! };
        link.Remove();
        Assert.NotNull(FileStatus.Of(link.Path)); // a link in its place is none of ours
        Assert.True(Directory.Exists(Path.Combine(scene.Folder.Path, "other")));
    }

    private static string Place(Job job) => Path.Combine(Path.GetDirectoryName(job.OutputFile)!, "place");

    private static Job In(Job job, string variable, string place) =>
        job with { Environment = new Dictionary<string, string>(job.Environment) { [variable] = place } };

    private static TemporaryRecord Recorded(Scene scene) => TemporaryRecord.Of(scene.Folder, scene.Job.RunId) ?? throw new InvalidOperationException("There is no record.");

    [Theory(Timeout = 30_000)]
    [InlineData("/nowhere/stata", "/tmp", "The program /nowhere/stata does not exist.")]
    [InlineData("/bin/sh", "/nowhere", "The folder /nowhere does not exist.")]
    [InlineData("/nowhere/stata", "/nowhere", "The folder /nowhere does not exist.")]
    [InlineData("/tmp", "/tmp", "/tmp is a folder, not a program.")]
    [InlineData("/etc/passwd", "/tmp", "The program /etc/passwd may not be executed, or the folder /tmp not be entered, by this user.")]
    [InlineData("stata", "/tmp", "The program stata cannot be started: its path must be absolute.")]
    public async Task A_refused_start_says_what_is_wrong(string executable, string folder, string sentence)
    {
        await using var scene = new Scene("", job => job with { Executable = executable, StartFolder = folder });

        // In the way of the record, so that the runner is still there when we come.
        var obstacle = Directory.CreateDirectory(scene.Folder.Exit + ".new");
        var runner = scene.StartRunner();
        using var client = await ControlClient.ConnectAsync(scene);
        obstacle.Delete();
        var told = (await client.ReadUntilAsync(ControlEventKind.Ended)).Exit;

        Assert.Equal(EndCause.NotStarted, told!.Cause);
        Assert.Equal(sentence, told.Message);
        Assert.Equal(told, scene.Exit);
        Assert.Null(scene.Process);
        Assert.Equal((int)RunnerExitCode.Done, await runner.Exit);
        Assert.False(Directory.Exists(scene.Folder.Temporary));
    }

    [Theory(Timeout = 30_000)]
    [InlineData("#!/nowhere/interpreter\n", "the interpreter or loader that it asks for does not exist")]
    [InlineData("\u0001\u0002\u0003 no program", "is not a program for this system")]
    public async Task A_file_that_is_no_program_is_refused_in_words(string content, string words)
    {
        await using var scene = new Scene("", job => job with { Executable = Path.Combine(job.StartFolder, "program") });
        await File.WriteAllTextAsync(scene.Job.Executable, content, TestContext.Current.CancellationToken);
        File.SetUnixFileMode(scene.Job.Executable, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        scene.StartRunner();

        Assert.Contains(words, (await scene.ExitAsync()).Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 30_000)]
    public async Task Arguments_beyond_the_systems_limit_are_refused_in_words()
    {
        await using var scene = new Scene("", job => job with { Arguments = ["-c", "true", new string('x', 1_000_000)] });
        scene.StartRunner();

        Assert.Contains("too long for the system", (await scene.ExitAsync()).Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_NUL_in_an_argument_is_refused_and_not_cut()
    {
        await using var scene = new Scene("", job => job with { Arguments = ["-c", "true\0false"] });
        scene.StartRunner();

        Assert.Contains("NUL", (await scene.ExitAsync()).Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_runner_without_a_job_or_with_wrong_arguments_starts_nothing()
    {
        await using var scene = new Scene("echo start >> starts");
        await File.WriteAllTextAsync(scene.Folder.Job, "{", TestContext.Current.CancellationToken);

        Assert.Equal((int)RunnerExitCode.Trouble, await scene.StartRunner().Exit);
        Assert.Contains("The job cannot be read", await File.ReadAllTextAsync(scene.Folder.RunnerLog, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.False(File.Exists(scene.Folder.Claim));
        Assert.Equal(0, scene.Starts);
    }
}
