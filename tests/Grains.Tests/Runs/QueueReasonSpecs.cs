using System.Text.Json;
using StataRuns.Runs;
using StataRuns.Storage;

namespace StataRuns.Grains.Tests.Runs;

public sealed class QueueReasonSpecs
{
    [Fact(Timeout = 10_000)]
    public Task A_run_that_waits_for_a_seat_of_the_licence_says_so_in_Stata_s_words()
    {
        var reason = Reason("""{"status":"queued","queue_reason":"licence","licence_words":"Too many users"}""");

        Assert.Contains("\"Too many users\"", reason, StringComparison.Ordinal);
        Assert.Contains("about once a minute", reason, StringComparison.Ordinal);
        return Task.CompletedTask;
    }

    [Fact(Timeout = 10_000)]
    public Task A_row_of_the_version_before_has_no_words_and_is_told_all_the_same()
    {
        Assert.StartsWith("All seats of Stata's licence are taken. It is tried again", Reason("""{"status":"queued","queue_reason":"licence"}"""), StringComparison.Ordinal);
        Assert.Null(Reason("""{"status":"running","queue_reason":"licence"}"""));
        Assert.Null(Reason("""{"status":"queued"}"""));
        return Task.CompletedTask;
    }

    [Fact(Timeout = 10_000)]
    public Task A_silo_of_the_version_before_still_reads_its_own_word()
    {
        var json = JsonSerializer.SerializeToElement(new RunState { QueueReason = RunState.LicenceReason, LicenceWords = "Too many users" }, JsonState.Options);

        Assert.Equal("licence", json.GetProperty("queue_reason").GetString());
        return Task.CompletedTask;
    }

    private static string? Reason(string row) => JsonSerializer.Deserialize<RunState>(row, JsonState.Options)!.ToSnapshot(default).QueueReason;
}
