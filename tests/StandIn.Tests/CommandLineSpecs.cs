using StataRuns.StandIn.Tests.Stage;

namespace StataRuns.StandIn.Tests;

/// <summary>Started as Stata is started in batch mode.</summary>
public sealed class CommandLineSpecs
{
    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData("-b")]
    [InlineData("-q", "-b")]
    [InlineData("-b", "-q")]
    [InlineData("-e")]
    public async Task I_start_it_as_I_start_Stata_and_find_the_log_where_I_stand(params string[] flags)
    {
        using var batch = new Batch();
        Directory.CreateDirectory(batch["sub"]);
        await batch.WriteAsync("sub/job.do", "display \"1 is `1', 2 is `2'\"\n");

        var ended = await batch.StartAsync([.. flags, "do", "sub/job.do", "one", "two"]);

        Assert.Equal(new Ended(0, "", ""), ended);
        Assert.Contains("\n1 is one, 2 is two\n", await batch.LogAsync("job.log"), StringComparison.Ordinal);
        Assert.False(File.Exists(batch["sub/job.log"]));
    }

    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData("-q")]
    [InlineData("-e")]
    public async Task Every_log_says_first_that_this_is_not_Stata(string flag)
    {
        using var batch = new Batch();
        await batch.WriteAsync("job.do", "display c(flavor)\n");
        await batch.StartAsync("-b", flag, "do", "job.do");

        var log = await batch.LogAsync("job.log");
        Assert.StartsWith("(StataRuns stand-in 0.1.0: not Stata; it imitates a part of its language)\n", log, StringComparison.Ordinal);
        Assert.Contains("\nstand-in\n", log, StringComparison.Ordinal);
    }

    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData("my job.do", "display \"ran `1'\"\n", "ran a b", "do", "my job.do", "a b")]
    [InlineData("my job.do", "display \"ran `1'\"\n", "ran", "my job.do")]
    public async Task Names_and_arguments_may_hold_blanks(string name, string source, string said, params string[] arguments)
    {
        using var batch = new Batch();
        await batch.WriteAsync(name, source);
        await batch.StartAsync(["-q", "-b", .. arguments]);

        Assert.Contains($"\n{said}", await batch.LogAsync("my job.log"), StringComparison.Ordinal);
    }

    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task An_old_log_is_replaced()
    {
        using var batch = new Batch();
        await batch.WriteAsync("job.log", new string('x', 10_000));
        await batch.WriteAsync("job.do", "display 1\n");
        await batch.StartAsync("-b", "do", "job.do");

        Assert.DoesNotContain("x", Batch.Body(await batch.LogAsync("job.log")), StringComparison.Ordinal);
    }

    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task An_error_ends_the_do_file_and_not_with_a_status()
    {
        using var batch = new Batch();
        await batch.WriteAsync("job.do", "display 1\nnosuchcommand\ndisplay 2\n");
        var ended = await batch.StartAsync("-q", "-b", "do", "job.do");

        Assert.Equal(0, ended.Status);
        Assert.Equal("""

            . display 1
            1

            . nosuchcommand
            command nosuchcommand is unrecognized
            r(199);

            end of do-file
            r(199);

            """.ReplaceLineEndings("\n"), Batch.Body(await batch.LogAsync("job.log")));
    }

    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task Exit_with_the_word_STATA_gives_its_status()
    {
        using var batch = new Batch();
        await batch.WriteAsync("job.do", "display 1\nexit 5, STATA clear\ndisplay 2\n");
        var ended = await batch.StartAsync("-q", "-b", "do", "job.do");

        Assert.Equal(5, ended.Status);
        Assert.EndsWith(". exit 5, STATA clear\n", (await batch.LogAsync("job.log")).TrimEnd('\n') + "\n", StringComparison.Ordinal);
    }

    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task A_run_echoes_nothing_and_a_missing_file_is_601()
    {
        using var batch = new Batch();
        await batch.WriteAsync("job.do", "display 1\n");
        await batch.StartAsync("-b", "run", "job.do");
        await batch.StartAsync("-q", "-b", "do", "nosuch.do");

        Assert.EndsWith("\n. run job.do \n", await batch.LogAsync("job.log"), StringComparison.Ordinal);
        Assert.EndsWith("file nosuch.do not found\nr(601);\n", await batch.LogAsync("nosuch.log"), StringComparison.Ordinal);
    }

    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task Profiles_run_first_as_if_they_were_typed_behind_run()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Paths are Unix's.");
        using var batch = new Batch();
        Directory.CreateDirectory(batch["elsewhere"]);
        await batch.WriteAsync("sysprofile.do", "global system \"before\"\n");
        await batch.WriteAsync("profile.do", "display \"unheard\"\nnoisily display \"hello\"\ncd elsewhere\nnosuchcommand\n");
        await batch.WriteAsync("job.do", "display \"$system\"\ndisplay c(pwd)\n");
        await batch.StartAsync("-q", "-b", "do", $"\"{batch["job.do"]}\"");

        var log = await batch.LogAsync("job.log");
        Assert.Contains($"\nRunning {batch.Folder}/sysprofile.do ...\n\nRunning {batch.Folder}/profile.do ...\nhello\n", log, StringComparison.Ordinal);
        Assert.Contains("\ncommand nosuchcommand is unrecognized\nr(199);\n\n. display \"$system\"\nbefore\n", log, StringComparison.Ordinal);
        Assert.Contains($"\n{batch.Folder}/elsewhere\n", log, StringComparison.Ordinal);
        Assert.DoesNotContain("unheard", log, StringComparison.Ordinal);
    }

    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task Without_batch_mode_it_says_what_it_is()
    {
        using var batch = new Batch();
        var (plain, version) = (await batch.StartAsync(), await batch.StartAsync("--version"));

        Assert.Equal(2, plain.Status);
        Assert.Contains("not Stata", plain.Error, StringComparison.Ordinal);
        Assert.Equal(new Ended(0, "stata-stand-in 0.1.0\n", ""), version);
    }

    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task A_shells_output_goes_to_standard_output_as_in_Statas_batch_mode()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The shell's words are Unix's.");
        using var batch = new Batch();
        await batch.WriteAsync("job.do", "shell echo from the shell; pwd\n!echo twice >&2\n");
        var ended = await batch.StartAsync("-q", "-b", "do", "job.do");

        Assert.Equal($"from the shell\n{batch.Folder}\n", ended.Output);
        Assert.Equal("twice\n", ended.Error);
        Assert.DoesNotContain("twice\n\n", await batch.LogAsync("job.log"), StringComparison.Ordinal);
    }
}
