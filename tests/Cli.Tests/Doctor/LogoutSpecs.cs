using StataRuns.McpFrontend.Cli.Doctor;
using StataRuns.Stata;

namespace StataRuns.Cli.Tests.Doctor;

/// <summary>Whether a service survives a logout is found out before it has to.</summary>
public sealed class LogoutSpecs
{
    private const string Asked = "loginctl show-session --property=KillUserProcesses --value";

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task Without_logind_nobody_kills() => Bounded.Run(() =>
        Assert.Equal(FindingOutcome.Good, LogoutCheck.Of(new FakeFacts { Programs = { [Asked] = "yes\n" } }, "ann").Outcome));

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task What_logind_says_counts_before_what_its_files_say() => Bounded.Run(() =>
    {
        Assert.Equal(FindingOutcome.Good, Of("no\n", "[Login]\nKillUserProcesses=yes\n").Outcome);
        var killed = Of("yes\n", "");
        Assert.Equal(FindingOutcome.Warning, killed.Outcome);
        Assert.Contains("enable-linger ann", killed.Advice, StringComparison.Ordinal);
        Assert.Contains("systemd-run --user", killed.Advice, StringComparison.Ordinal);
    });

    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData("[Login]\n#KillUserProcesses=yes\n", true)]
    [InlineData("[Login]\nKillUserProcesses = yes\n", false)]
    [InlineData("[Login]\nKillUserProcesses=1\nKillExcludeUsers=root ann\n", true)]
    [InlineData("[Login]\nKillUserProcesses=true\nKillOnlyUsers=bob\n", true)]
    [InlineData("[Login]\nKillUserProcesses=true\nKillOnlyUsers=bob ann\n", false)]
    public Task Its_files_are_asked_where_it_does_not_answer(string file, bool survives) => Bounded.Run(() =>
        Assert.Equal(survives ? FindingOutcome.Good : FindingOutcome.Warning, Of(null, file).Outcome));

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task A_later_file_has_the_last_word_and_who_lingers_needs_it_no_more() => Bounded.Run(() =>
    {
        var facts = Machine(null, "KillUserProcesses=no\n");
        facts.Texts["/etc/systemd/logind.conf.d/50-site.conf"] = "[Login]\nKillUserProcesses=yes\n";
        facts.Paths.Add("/var/lib/systemd/linger/ann");
        var finding = LogoutCheck.Of(facts, "ann");
        Assert.Equal(FindingOutcome.Warning, finding.Outcome);
        Assert.StartsWith("Start the service", finding.Advice, StringComparison.Ordinal);
    });

    private static Finding Of(string? answer, string file) => LogoutCheck.Of(Machine(answer, file), "ann");

    private static FakeFacts Machine(string? answer, string file)
    {
        var facts = new FakeFacts { Paths = { "/run/systemd/system", "/run/systemd/seats" }, Texts = { ["/etc/systemd/logind.conf"] = file } };
        if (answer is not null)
        {
            facts.Programs[Asked] = answer;
        }

        return facts;
    }
}
