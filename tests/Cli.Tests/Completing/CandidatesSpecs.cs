using StataRuns.McpFrontend.Cli;
using StataRuns.McpFrontend.Cli.Completing;
using StataRuns.McpFrontend.Cli.Verbs;

namespace StataRuns.Cli.Tests.Completing;

/// <summary>What may stand where a word is being typed.</summary>
public sealed class CandidatesSpecs
{
    private const string First = "01jd8c6r3v9k2m5x7q0w4e1t8z.lab2";
    private const string Second = "01jd8c6r3v9k2m5x7q0w4e1t8y.lab2";

    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData("r", "run rerun rm recover")]
    [InlineData("--stand-in r", "run rerun rm recover")]
    [InlineData("--color ", "auto always never")]
    [InlineData("ps --color al", "always")]
    [InlineData("run ", ":do-files")]
    [InlineData("run --timeout 10m ma", ":do-files")]
    [InlineData("run main.do ", ":files")]
    [InlineData("run main.do -- -", ":files")]
    [InlineData("run main.do --working-dir ", ":folders")]
    [InlineData("run main.do --timeout ", "")]
    [InlineData("attach ", $"{First} {Second}")]
    [InlineData("attach 01jd8c6r3v9k2m5x7q0w4e1t8y", Second)]
    [InlineData($"attach {First} ", "")]
    [InlineData($"rm {First} ", Second)]
    [InlineData("logs --tail 5 ", $"{First} {Second}")]
    [InlineData("connect cl", "claude-code claude-desktop")]
    [InlineData("completion ", "bash zsh fish")]
    [InlineData("stop ", "")]
    public async Task After_what_was_typed_comes_what_fits(string line, string expected) =>
        Assert.Equal(expected.Split(' ', StringSplitOptions.RemoveEmptyEntries), (await ForAsync(line)).Select(candidate => candidate.Text));

    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData("")]
    [InlineData("--stand-in ")]
    [InlineData("nonsense ")]
    public async Task First_comes_a_verb(string line) =>
        Assert.Equal(VerbTable.All.Select(verb => verb.Name), (await ForAsync(line)).Select(candidate => candidate.Text));

    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task Options_are_the_verbs_own_and_those_of_all()
    {
        var options = (await ForAsync("logs --")).Select(candidate => candidate.Text).ToList();
        Assert.Contains("--since", options);
        Assert.Contains("--stand-in", options);
        Assert.DoesNotContain("--rerun", options);
        Assert.All(await ForAsync("logs --s"), option => Assert.NotEmpty(option.Description));
    }

    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task A_run_is_described_by_its_file() =>
        Assert.Equal("running · main.do", (await ForAsync("logs "))[0].Description);

    private static Task<IReadOnlyList<Candidate>> ForAsync(string line)
    {
        var words = line.Split(' ');
        return new Candidates(VerbTable.Create(GivenArguments.Of(words)), new Known()).ForAsync(words);
    }

    private sealed class Known : IRecentRuns
    {
        public Task<IReadOnlyList<Candidate>> ListAsync() =>
            Task.FromResult<IReadOnlyList<Candidate>>([new(First, "running · main.do"), new(Second, "")]);
    }
}
