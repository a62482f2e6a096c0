using System.Text;
using StataRuns.Runner.Protocol;
using StataRuns.Runs;
using StataRuns.Stata;

namespace StataRuns.Grains.Tests.Runs;

public sealed class RunOutcomeSpecs
{
    private static readonly string[] Wrapped = [". run begin.do", "", ". capture noisily do `\"/p/main.do\"'", ""];

    [Fact(Timeout = 10_000)]
    public Task A_run_succeeds_by_a_return_code_0_that_Stata_wrote()
    {
        var outcome = Decide(mark: 0);

        Assert.Equal((RunStatus.Succeeded, 0, (RunError?)null), (outcome.Status, outcome.ReturnCode!.Value, outcome.Error));
        return Task.CompletedTask;
    }

    [Theory(Timeout = 10_000)]
    [InlineData(EndCause.Exited, RunStatus.Failed)]
    [InlineData(EndCause.EndedUnseen, RunStatus.Lost)]
    [InlineData(EndCause.Cancelled, RunStatus.Cancelled)]
    [InlineData(EndCause.TimedOut, RunStatus.TimedOut)]
    [InlineData(EndCause.OutputLimit, RunStatus.Failed)]
    [InlineData(EndCause.NotStarted, RunStatus.Failed)]
    public Task Without_a_return_code_nothing_succeeds(EndCause cause, RunStatus expected)
    {
        var outcome = Decide(Exit(cause, status: 0));

        Assert.Equal(expected, outcome.Status);
        Assert.Null(outcome.ReturnCode);
        return Task.CompletedTask;
    }

    [Theory(Timeout = 10_000)]
    [InlineData(EndCause.Cancelled)]
    [InlineData(EndCause.TimedOut)]
    [InlineData(EndCause.OutputLimit)]
    [InlineData(EndCause.EndedUnseen)]
    public Task A_return_code_that_was_written_stands_whatever_came_after(EndCause cause)
    {
        Assert.Equal(RunStatus.Succeeded, Decide(Exit(cause), mark: 0).Status);
        Assert.Equal((RunStatus.Failed, 459), (Decide(Exit(cause), mark: 459).Status, Decide(Exit(cause), mark: 459).ReturnCode!.Value));
        return Task.CompletedTask;
    }

    [Fact(Timeout = 10_000)]
    public Task A_reboot_without_a_return_code_is_lost_and_with_one_is_not()
    {
        Assert.Equal(RunStatus.Lost, Decide(exit: null, mark: null).Status);
        Assert.Equal(RunStatus.Succeeded, Decide(exit: null, mark: 0).Status);
        return Task.CompletedTask;
    }

    [Fact(Timeout = 10_000)]
    public Task An_error_is_told_with_its_command_and_line()
    {
        var outcome = Decide(
            Exit(EndCause.Exited),
            mark: 111,
            doFile: "display 1\n\nregress y zzz\n",
            log: [.. Wrapped, ". display 1", "1", "", ". ", ". regress y zzz", "variable zzz not found", "r(111);", "", "end of do-file"]);

        Assert.Equal(RunStatus.Failed, outcome.Status);
        Assert.Equal(new RunError(111, "variable zzz not found", "regress y zzz", "/p/main.do", 3), outcome.Error);
        return Task.CompletedTask;
    }

    [Fact(Timeout = 10_000)]
    public Task The_do_files_own_exit_STATA_succeeds_when_it_was_reached()
    {
        string[] log = [.. Wrapped, ". display 1", "1", "", ". exit, STATA clear", ""];
        const string doFile = "display 1\nexit, STATA clear\ndisplay 2\n";

        Assert.Equal(RunStatus.Succeeded, Decide(Exit(EndCause.Exited, status: 0), doFile: doFile, log: log).Status);
        Assert.Equal(RunStatus.Failed, Decide(Exit(EndCause.Exited, status: null, signal: 9), doFile: doFile, log: log).Status);
        Assert.Equal(RunStatus.Failed, Decide(Exit(EndCause.Exited, status: 0), doFile: doFile, log: [.. log[..^2]]).Status);
        return Task.CompletedTask;
    }

    [Fact(Timeout = 10_000)]
    public Task A_kill_is_told_as_a_kill_with_the_last_words()
    {
        var outcome = Decide(Exit(EndCause.Exited, status: null, signal: 9), log: [.. Wrapped, ". display 1", "so far so good"]);

        Assert.Equal(RunStatus.Failed, outcome.Status);
        Assert.Contains("signal 9", outcome.Error!.Message, StringComparison.Ordinal);
        Assert.Contains("so far so good", outcome.Error.Message, StringComparison.Ordinal);
        return Task.CompletedTask;
    }

    [Fact(Timeout = 10_000)]
    public Task A_refused_seat_is_no_end_unless_the_do_file_had_begun()
    {
        string[] log = ["Too many users"];

        Assert.Equal("Too many users", Decide(Exit(EndCause.Exited, status: 0), begun: false, log: log).NoSeat?.Words);
        Assert.Null(Decide(Exit(EndCause.Exited, status: 0), begun: true, log: log).NoSeat);
        Assert.Null(Decide(Exit(EndCause.Exited, status: 0), begun: false, log: ["something else"]).NoSeat);
        return Task.CompletedTask;
    }

    [Theory(Timeout = 10_000)]
    [InlineData("Cannot find license file", "Put the licence file stata.lic into")]
    [InlineData("License is invalid", "Replace stata.lic")]
    [InlineData("License has expired", "Renew the licence")]
    [InlineData("License not applicable to this Stata", "StataRuns:Stata:Path")]
    [InlineData("license manager: error 42", "Start this Stata by hand")]
    public Task A_fault_of_the_licence_that_does_not_pass_is_an_end_in_Stata_s_words_with_what_to_do(string words, string advice)
    {
        var outcome = Decide(Exit(EndCause.Exited, status: 0), begun: false, log: [words]);

        Assert.Equal((RunStatus.Failed, null), (outcome.Status, outcome.NoSeat));
        Assert.Null(outcome.ReturnCode);
        Assert.Contains($"It said: \"{words}\".", outcome.Error!.Message, StringComparison.Ordinal);
        Assert.Contains(advice, outcome.Error.Message, StringComparison.Ordinal);
        return Task.CompletedTask;
    }

    [Fact(Timeout = 10_000)]
    public Task A_Stata_that_ended_before_the_first_line_is_told_as_that()
    {
        var outcome = Decide(Exit(EndCause.Exited, status: 3), begun: false, log: ["no room for ado/base"]);

        Assert.Equal(RunStatus.Failed, outcome.Status);
        Assert.StartsWith("Stata ended with exit status 3 before the do-file's first line.", outcome.Error!.Message, StringComparison.Ordinal);
        Assert.EndsWith("Its last output: no room for ado/base", outcome.Error.Message, StringComparison.Ordinal);
        return Task.CompletedTask;
    }

    [Theory(Timeout = 10_000)]
    [InlineData(EndCause.Exited, RunStatus.Lost)]
    [InlineData(EndCause.EndedUnseen, RunStatus.Lost)]
    [InlineData(EndCause.Cancelled, RunStatus.Cancelled)]
    [InlineData(EndCause.TimedOut, RunStatus.TimedOut)]
    [InlineData(EndCause.NotStarted, RunStatus.Failed)]
    public Task A_return_code_that_cannot_be_read_is_not_one_that_was_not_written(EndCause cause, RunStatus expected)
    {
        var outcome = Decide(Exit(cause, status: 0), markTrouble: "/r/result was replaced by a folder", log: [.. Wrapped, ". exit, STATA clear", ""], doFile: "exit, STATA clear\n");

        Assert.Equal(expected, outcome.Status);
        Assert.Equal(expected == RunStatus.Lost, outcome.Error?.Message.Contains("/r/result was replaced by a folder", StringComparison.Ordinal) == true);
        return Task.CompletedTask;
    }

    private static ExitRecord Exit(EndCause cause, int? status = 0, int? signal = null) => new()
    {
        Nonce = "n",
        Cause = cause,
        ExitStatus = status,
        Signal = signal,
        EndedAt = DateTimeOffset.UnixEpoch,
    };

    private static RunOutcome Decide(int? mark) => Decide(Exit(EndCause.Exited), mark);

    private static RunOutcome Decide(ExitRecord? exit, int? mark = null, bool begun = true, string doFile = "display 1\n", string[]? log = null, string? markTrouble = null)
    {
        var bytes = Encoding.UTF8.GetBytes(string.Join('\n', log ?? Wrapped) + "\n");
        var tracker = new ProgressTracker(DoFile.Parse(Encoding.UTF8.GetBytes(doFile), "/p/main.do"));
        tracker.Feed(bytes, DateTimeOffset.UnixEpoch);
        return RunOutcome.Decide(new RunEvidence
        {
            State = new RunState { FilePath = "/p/main.do", TimeoutSeconds = 5 },
            Exit = exit,
            Begun = begun,
            Mark = mark,
            MarkTrouble = markTrouble,
            LogTail = bytes,
            ConsoleTail = default,
            Log = tracker,
        });
    }
}
