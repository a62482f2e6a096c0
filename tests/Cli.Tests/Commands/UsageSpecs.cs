using StataRuns.Configuration;
using StataRuns.McpFrontend.Cli;
using StataRuns.McpFrontend.Cli.Verbs;

namespace StataRuns.Cli.Tests.Commands;

/// <summary>What is typed wrong gets a sentence with what is right.</summary>
public sealed class UsageSpecs
{
    private const string Id = "01jd8c6r3v9k2m5x7q0w4e1t8z.lab2";

    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData("run x.do")]
    [InlineData("run x.do 1 -2 -3.5 a --timeout 10m --working-dir /tmp --rerun --stand-in")]
    [InlineData("run x.do --here --label robustness --env A --env B=c")]
    [InlineData("run x.do -- --anything -goes @here")]
    [InlineData("run x.do @argument")]
    [InlineData($"attach {Id} --stand-in")]
    [InlineData($"logs {Id} -f --json")]
    [InlineData("ps --all --json --urls http://127.0.0.1:4100")]
    [InlineData($"cancel {Id}")]
    [InlineData("status")]
    [InlineData("stop --StataRuns:Runs:MaxConcurrent=2 --StataRuns:Host lab2")]
    [InlineData("connect")]
    [InlineData("doctor --quick --json")]
    [InlineData("connect claude-code --write --scope project --name my_stata-1")]
    [InlineData("serve --idle-shutdown 15m")]
    [InlineData("run - 1 2 --detach --json")]
    [InlineData($"logs {Id} --since 10m --tail 5 --grep r\\(\\d+\\) -C 3 -f")]
    [InlineData($"logs {Id} --since 2026-11-24T14:30")]
    [InlineData($"rm {Id} 01JD8C6R3V9K2M5X7Q0W4E1T8Y.lab2")]
    [InlineData($"keep {Id} --undo --color never")]
    [InlineData("completion zsh")]
    [InlineData("keys new ann@example.org --json")]
    [InlineData("complete -- logs -")]
    [InlineData("attach last")]
    [InlineData("rm 8C6R last 4e1t8z.lab2")]
    [InlineData("logs last --raw --tail 3")]
    [InlineData("stop --json")]
    [InlineData("help")]
    [InlineData("help run")]
    [InlineData("")]
    public Task What_is_right_is_taken(string line) => Bounded.Run(() => Assert.Null(Problem(line)));

    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData("rum x.do", "\"rum\" is not a command; did you mean run?")]
    [InlineData("zzzzzzzzz", "the commands are run, rerun, attach, cancel, ps, logs, keep, rm, connect, stdio, login, logout, status, stop, doctor, recover, keys, serve, completion.")]
    [InlineData("help rum", "\"rum\" is not a command; did you mean run?")]
    [InlineData("logs a_b_c_d", "\"a_b_c_d\" is no run id")]
    [InlineData("keys", "needs ACTION")]
    [InlineData("keys new", "needs NAME")]
    [InlineData("keys old ann", "it knows \"keys new NAME\"")]
    [InlineData("keys new an/n", "\"an/n\" is no owner's name")]
    [InlineData("sessions", "\"stataruns sessions\" is not available yet.")]
    [InlineData("run", "\"stataruns run\" needs FILE")]
    [InlineData("run x.do --stand-inn", "did you mean --stand-in?")]
    [InlineData("run x.do -q", "What begins with - and is meant for the do-file follows --.")]
    [InlineData("run x.do --here --working-dir /tmp", "--here and --working-dir name two folders to run in; give one of them.")]
    [InlineData("run x.do --timeout", "--timeout needs a value.")]
    [InlineData("run x.do --timeout soon", "--timeout is \"soon\", but must be a duration")]
    [InlineData("run x.do --timeout none", "more than 0")]
    [InlineData("run x.do --timeout 0s", "more than 0")]
    [InlineData("attach", "\"stataruns attach\" needs RUN_ID")]
    [InlineData("attach 42", "\"42\" is no run id: give the id as run and ps show it, 4 or more characters of it, or \"last\"")]
    [InlineData($"attach {Id} more", "does not know what to do with \"more\"")]
    [InlineData("connect codx", "did you mean codex?")]
    [InlineData("connect codex --scope everybody", "--scope is \"everybody\", but must be user or project.")]
    [InlineData("connect codex --write --undo", "contradict")]
    [InlineData("connect --write", "Say which client")]
    [InlineData("connect codex --with-token", "goes with --http")]
    [InlineData("connect codex --name a.b", "--name is \"a.b\"")]
    [InlineData($"rm {Id} 42", "\"42\" is no run id")]
    [InlineData("rm", "\"stataruns rm\" needs RUN_ID")]
    [InlineData($"logs {Id} --since soon", "--since is \"soon\", but must be a duration")]
    [InlineData($"logs {Id} --grep (", "--grep is no regular expression")]
    [InlineData($"logs {Id} --tail -3", "--tail")]
    [InlineData($"logs {Id} -C 3", "it needs --grep")]
    [InlineData("ps --color sometimes", "--color is \"sometimes\", but must be auto, always or never.")]
    [InlineData("completion tcsh", "There is no completion for \"tcsh\"")]
    [InlineData("ps --jsn", "did you mean --json?")]
    [InlineData("status -- x", "takes nothing after --")]
    [InlineData("--idle-shutdown 0", "--idle-shutdown is \"0\"")]
    public Task What_is_wrong_gets_a_sentence_with_what_is_right(string line, string expected) => Bounded.Run(() =>
    {
        var problem = Problem(line);
        Assert.NotNull(problem);
        Assert.Contains(expected, problem, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', problem);
    });

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task Settings_may_stand_anywhere_before_the_double_dash() => Bounded.Run(() =>
    {
        var given = GivenArguments.Of(["run", "--StataRuns:Host=a", "x.do", "--statarUNS:host", "b", "--", "--StataRuns:Host=c"]);
        Assert.Equal("b", given.Settings["StataRuns:Host"]);
        Assert.Equal(["run", "x.do"], given.Verb);
        Assert.Equal(["--StataRuns:Host=c"], given.Literal);
    });

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task A_setting_without_value_is_refused() => Bounded.Run(() =>
        Assert.Throws<ConfigurationException>(() => GivenArguments.Of(["ps", "--StataRuns:Host", "--json"])));

    private static string? Problem(string line)
    {
        var given = GivenArguments.Of(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        return UsageProblem.In(CommandLine.Parse(given), given);
    }
}
