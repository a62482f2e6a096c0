using StataRuns.Clients.Tests.Stage;

namespace StataRuns.Clients.Tests;

/// <summary>Over a pipe, too, a result counts as handed over when its client has read it: not before, and not later.</summary>
public sealed class HandOverSpecs(SharedService shared) : IClassFixture<SharedService>
{
    private static int _files;

    [Theory(Timeout = 60_000)]
    [InlineData(1)] // lies in the pipe, whole, and nobody reads it
    [InlineData(5_000)] // half of it does not fit into the pipe
    public async Task A_client_that_dies_before_it_read_its_answer_gets_it_by_repeating_the_call(int lines)
    {
        var starts = shared.Place.Folder.Starts;
        var call = CallOf(lines);
        await using (var unread = RawPipe.Open(shared.Place, reads: false))
        {
            unread.Send(RawPipe.QuietCallOf("1", "stata_run_file", call));
            await Eventually.TrueAsync(() => PipeContent.Bytes(unread.Output) > 0, "the answer lies in the pipe", seconds: 40);
            unread.DieAsItsClient();
            await unread.EndedAsync();
        }

        await using var next = RawPipe.Open(shared.Place);
        await next.BeginAsync();
        var answer = await next.CallAsync("1", "stata_run_file", call);

        Assert.Equal("succeeded", answer.Snapshot.Status());
        Assert.Contains($"\nline {lines}", answer.Text, StringComparison.Ordinal);
        Assert.Equal(starts + 1, shared.Place.Folder.Starts);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_client_that_has_read_its_answer_does_not_get_it_again()
    {
        var starts = shared.Place.Folder.Starts;
        var call = CallOf(1);
        string first;
        await using (var pipe = RawPipe.Open(shared.Place))
        {
            await pipe.BeginAsync();
            first = (await pipe.CallAsync("1", "stata_run_file", call)).Snapshot.RunId();
            var second = (await pipe.CallAsync("2", "stata_run_file", call)).Snapshot.RunId();
            Assert.NotEqual(first, second);
            await pipe.CloseAsync();
        }

        await using var next = RawPipe.Open(shared.Place);
        await next.BeginAsync();
        await next.CallAsync("1", "stata_run_file", call);
        Assert.Equal(starts + 3, shared.Place.Folder.Starts);
    }

    private Dictionary<string, object> CallOf(int lines) => new()
    {
        ["file_path"] = shared.Place.Folder.DoFile(
            FormattableString.Invariant($"over-{Interlocked.Increment(ref _files)}.do"), $"forvalues i = 1/{lines} {{\n    display \"line `i'\"\n}}"),
        ["wait"] = 60,
        ["output"] = "full",
        ["max_output_chars"] = 1_000_000,
    };
}
