using System.Text;
using CsCheck;

namespace StataRuns.Stata.Tests;

/// <summary>
/// Published pairs of a do-file and its batch log, where they lie in a folder beside the checkout (<c>*/stata-logs/pairs</c>): they are
/// other people's, and no part of this project.
/// </summary>
public sealed class PairSpecs
{
    private static readonly string? Folder = Find();

    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData("quiet_command_cut_off", 10, "foreach n in 1000 5000 10000 {")]
    [InlineData("loop_cut_off", 9, "while 1 {")]
    [InlineData("bootstrap_cut_off", 16, "bootstrap b=r(b), reps(5000) seed(12345): myreg")]
    public Task Of_a_run_that_was_cut_off_the_command_that_ran_is_named(string name, int line, string command) => Bounded.Run(() =>
    {
        var now = Read(name).Snapshot(Log.Start);
        Assert.Equal((line, command), (now.Line, now.Command));
    });

    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData("exit_1", 1, "the do-file ended itself with exit 1", "exit 1")]
    [InlineData("two_line_message", 198, "0 invalid name (error in option at())", "kdensity resid, at(0) generate(resid_den) n(1)")]
    [InlineData("python_error", 7102, "IndentationError: unexpected indent", null)]
    [InlineData("mata_error", 3499, "<istmt>: 3499 y not found", "mata: x = y + z")]
    [InlineData("nested_error", 198, "invalid syntax", "outer")]
    [InlineData("missing_nested_file", 601, "file validation/validate_setup.do not found", "do \"validation/validate_setup.do\"")]
    public Task A_failed_run_says_what_a_person_wants_to_read(string name, int code, string message, string? command) => Bounded.Run(() =>
    {
        var tracker = Read(name);
        var error = StataErrorReader.Read(code, Bytes(name, "log"), tracker, "/p/main.do");

        Assert.Equal((code, message), (error.Code, error.Message));
        if (command is not null)
        {
            Assert.Equal(command, error.Command);
        }
    });

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task The_files_that_a_real_log_names_are_found_each_with_its_command() => Bounded.Run(() =>
    {
        var files = Read("exit_stata").Files.AtEnd();

        var expected = Encoding.UTF8.GetString(Bytes("exit_stata", "log"))
            .Split('\n')
            .Where(line => line.StartsWith("file /project/", StringComparison.Ordinal) || line.TrimStart().StartsWith("log:  ", StringComparison.Ordinal))
            .Select(line => line.Trim().Split(' ')[line[0] == 'f' ? 1 : 2])
            .ToHashSet();
        Assert.Equal(expected, files.Select(file => file.Path).Where(path => !path.EndsWith(".txt", StringComparison.Ordinal)).ToHashSet());
        Assert.All(files.Where(file => expected.Contains(file.Path)), file => Assert.Equal(
            Path.GetExtension(file.Path) switch
            {
                ".dta" => "save",
                ".gph" => "graph save",
                ".png" or ".pdf" => "graph export",
                ".log" => "log using",
                _ => "export excel",
            },
            file.How));
    });

    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData("rmsg", "/home/mauricio/Documents/projects/ra/roth/honestDiD/stata-honestdid/test/unit-tests-consistency.do.log")]
    [InlineData("plain_run_cut_off", "/n/holylabs/pakes_lab/Lab/sci_eq/analysis/rf_heterogeneity/code/mr_diag.log")]
    public Task A_path_that_a_real_log_wraps_is_put_together(string name, string path) => Bounded.Run(() =>
        Assert.Contains(new NamedFile(path, "log using"), Read(name).Files.AtEnd()));

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task However_a_real_log_is_cut_the_result_is_the_same() => Bounded.Run(() =>
    {
        foreach (var name in Names())
        {
            var log = Bytes(name, "log");
            var whole = Begin(name);
            whole.Feed(log, Log.Start);
            Gen.Int[1, 2000].Array[1, 20].Sample(
                cuts =>
                {
                    var cut = Begin(name);
                    for (int at = 0, i = 0; at < log.Length; i++)
                    {
                        var length = Math.Min(cuts[i % cuts.Length], log.Length - at);
                        cut.Feed(log.AsSpan(at, length), Log.Start);
                        if (i == cuts.Length)
                        {
                            // Once a service is started anew, and goes on from what was saved.
                            var saved = cut.ToState();
                            at = (int)saved.Offset;
                            cut = ProgressTracker.FromState(saved, DoFile.Parse(Bytes(name, "do"), "/p/main.do"));
                        }
                        else
                        {
                            at += length;
                        }
                    }

                    Assert.Equal(whole.Snapshot(Log.Start), cut.Snapshot(Log.Start));
                    Assert.Equal(whole.Error, cut.Error);
                    Assert.Equal(whole.LastLine, cut.LastLine);
                    Assert.Equal(whole.Files.AtEnd(), cut.Files.AtEnd());
                },
                iter: 30);
        }
    });

    private static ProgressTracker Begin(string name) => new(DoFile.Parse(Bytes(name, "do"), "/p/main.do"));

    private static ProgressTracker Read(string name)
    {
        var tracker = Begin(name);
        tracker.Feed(Bytes(name, "log"), Log.Start);
        return tracker;
    }

    private static byte[] Bytes(string name, string kind)
    {
        Assert.SkipWhen(Folder is null, "No published logs lie beside the checkout.");
        return File.ReadAllBytes(Path.Combine(Folder!, $"{name}.{kind}"));
    }

    private static IEnumerable<string> Names()
    {
        Assert.SkipWhen(Folder is null, "No published logs lie beside the checkout.");
        return Directory.EnumerateFiles(Folder!, "*.do").Select(path => Path.GetFileNameWithoutExtension(path)!);
    }

    private static string? Find() =>
        Directory.EnumerateDirectories(Path.GetDirectoryName(Built.Repository)!).Select(other => Path.Combine(other, "stata-logs", "pairs")).FirstOrDefault(Directory.Exists);
}
