using System.Diagnostics;
using StataRuns.Clients.Tests.Clients;
using StataRuns.Clients.Tests.Stage;

namespace StataRuns.Clients.Tests;

/// <summary>
/// A call breaks before anybody could tell it its run, and is asked again. The run that it made has changed its own do-file by
/// then, so that nothing but the call's key says that the two belong together.
/// </summary>
public sealed class RepeatedCallSpecs : IAsyncLifetime
{
    private const string DiesUnanswered = "gateway.submitted";

    private readonly Place _place = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _place.DisposeAsync();

    [Theory(Timeout = 120_000)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_call_over_the_pipe_gets_the_run_it_made_though_that_changed_its_own_do_file(bool rerun)
    {
        var file = await ChangingItselfAsync();
        await using var pipe = RawPipe.Open(_place);
        await pipe.BeginAsync();

        var answer = await pipe.CallAsync("1", "stata_run_file", new { file_path = file, wait = 60, rerun });

        Assert.Equal("succeeded", answer.Snapshot.Status());
        Assert.False(answer.Snapshot.GetProperty("attached").GetBoolean());
        IsTheOnlyRun(answer.Snapshot.RunId());
    }

    [Theory(Timeout = 120_000)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_run_from_the_terminal_is_the_one_it_made_though_that_changed_its_own_do_file(bool rerun)
    {
        var file = await ChangingItselfAsync();
        using var run = Process.Start(new ProcessStartInfo(
            Built.Program, ["run", file, "--stand-in", .. rerun ? ["--rerun"] : Array.Empty<string>(), $"--StataRuns:DataDirectory={_place.Folder.Data}"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var said = run.StandardError.ReadToEndAsync(CancellationToken.None);
        var log = await run.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await run.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.True(run.ExitCode == 0, await said);
        Assert.Contains("Connection to the service lost", await said, StringComparison.Ordinal);
        Assert.Contains("the end", log, StringComparison.Ordinal);
        IsTheOnlyRun(_place.OnlyRun());
    }

    /// <summary>A service that dies with the answer in its hand, and a do-file that changes itself before anything else can be known of it.</summary>
    private async Task<string> ChangingItselfAsync()
    {
        await _place.StartServiceAsync(DiesUnanswered);
        var path = Path.Combine(_place.Folder.Work, "main.do");
        return _place.Folder.DoFile("main.do", $"""
            file open own using "{path}", write append
            file write own "* it ran" _n
            file close own
            display "the end"
            """);
    }

    private void IsTheOnlyRun(string runId)
    {
        Assert.Equal(_place.OnlyRun(), runId);
        Assert.Equal(1, _place.Folder.Starts);
        Assert.EndsWith("* it ran", File.ReadAllText(Path.Combine(_place.Folder.Work, "main.do")).TrimEnd(), StringComparison.Ordinal);
    }
}
