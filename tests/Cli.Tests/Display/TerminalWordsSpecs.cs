using StataRuns.McpFrontend.Cli.Display;

namespace StataRuns.Cli.Tests.Display;

/// <summary>A person at a terminal reads of verbs, a model of tools.</summary>
public sealed class TerminalWordsSpecs
{
    private const string Id = Snapshots.Id;

    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData($"Cancel it if it is no longer wanted: stata_run_cancel with run_id {Id}.", $"Cancel it if it is no longer wanted: \"stataruns cancel {Id}\".")]
    [InlineData($"Cancel it if it is no longer wanted: stata_run_cancel, or stataruns cancel {Id}.", $"Cancel it if it is no longer wanted: stataruns cancel {Id}.")]
    [InlineData("And 7 more older runs of this file were active: stata_run_list names them.", "And 7 more older runs of this file were active: \"stataruns ps --all\" names them.")]
    [InlineData($"call stata_run_attach with run_id \"{Id}\"", $"call \"stataruns attach {Id}\"")]
    [InlineData($"read them with stata_run_output, run_id {Id}, offset 7", $"read them with \"stataruns logs {Id}\", offset 7")]
    [InlineData("The file stata_of_mine.do is gone", "The file stata_of_mine.do is gone")]
    public Task A_tool_becomes_the_verb_that_does_the_same(string said, string shown) => Bounded.Run(() => Assert.Equal(shown, TerminalWords.Of(said)));

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task Notes_are_shown_with_verbs() => Bounded.Run(() =>
    {
        var run = Snapshots.Run("succeeded") with { Notes = [$"An older run was active. Cancel it: stata_run_cancel with run_id {Id}."] };
        var lines = Outcome.Lines(run, "logs", "/g").Select(line => string.Concat(line.Select(piece => piece.Text))).ToList();
        Assert.Contains(lines, line => line.Contains($"\"stataruns cancel {Id}\"", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line => line.Contains("stata_run", StringComparison.Ordinal));
    });
}
