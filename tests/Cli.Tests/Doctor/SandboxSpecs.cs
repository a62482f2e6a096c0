using StataRuns.McpFrontend.Cli.Doctor;
using StataRuns.Stata;

namespace StataRuns.Cli.Tests.Doctor;

/// <summary>A service that would end with a sandbox or a job says so when it is started, and where it would not it says nothing.</summary>
public sealed class SandboxSpecs
{
    private const string Machine = "pid:[4026531836]";
    private const string Own = "pid:[4026532201]";

    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData("bwrap", "2")]
    [InlineData("sh", "17")]
    [InlineData("claude", "17")]
    [InlineData("node", "17")]
    [InlineData("dotnet", "17")]
    [InlineData("unshare", "16141\t5")]
    [InlineData("systemd", "16141\t5")]
    public Task In_a_sandbox_it_warns(string first, string numbers) => Bounded.Run(() =>
    {
        var facts = Facts(Own, first, numbers);
        var finding = SandboxCheck.Of(facts);

        Assert.Equal(FindingOutcome.Warning, finding.Outcome);
        Assert.Contains("the service and its runs end when ", finding.Seen, StringComparison.Ordinal);
        Assert.Contains("Start the service outside", finding.Advice, StringComparison.Ordinal);
        Assert.Equal($"Warning: {finding.Seen}. {finding.Advice}", SandboxCheck.Warning(facts));
    });

    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData(Machine, "process_api", "17")]
    [InlineData(Machine, "sh", "17")]
    [InlineData(Own, "systemd", "17")]
    [InlineData(Own, "init(Ubuntu)", "17")]
    [InlineData(Own, "tini", "17")]
    [InlineData(Own, "docker-init", "17")]
    [InlineData(Own, "stataruns", "1")]
    [InlineData(Own, "stataruns-silo", "17")]
    [InlineData(null, null, null)]
    public Task On_a_machine_or_in_a_container_that_lasts_it_does_not(string? space, string? first, string? numbers) => Bounded.Run(() =>
    {
        var facts = Facts(space, first, numbers);

        Assert.Equal(FindingOutcome.Good, SandboxCheck.Of(facts).Outcome);
        Assert.Null(SandboxCheck.Warning(facts));
    });

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task A_container_whose_first_process_is_the_service_on_dotnet_lasts() => Bounded.Run(() =>
    {
        var facts = Facts(Own, "dotnet", "1");
        facts.Texts["/proc/1/cmdline"] = "dotnet\0/app/stataruns.dll\0";

        Assert.Null(SandboxCheck.Warning(facts));
    });

    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData("12:memory:/slurm/uid_1000/job_42/step_0/task_0\n1:name=systemd:/system.slice/slurmd.service\n")]
    [InlineData("0::/system.slice/slurmstepd.scope/job_42/step_batch/user/task_0\n")]
    public Task In_a_job_of_Slurm_it_warns(string groups) => Bounded.Run(() =>
    {
        var facts = Facts(Machine, "systemd", "17");
        facts.Texts["/proc/self/cgroup"] = groups;

        Assert.Contains("job_42", SandboxCheck.Of(facts).Seen, StringComparison.Ordinal);
        Assert.NotNull(SandboxCheck.Warning(facts));
    });

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task A_variable_of_Slurms_alone_is_a_hint() => Bounded.Run(() =>
    {
        var facts = Facts(Machine, "systemd", "17");
        facts.Variables["SLURM_JOB_ID"] = "42";
        facts.Texts["/proc/self/cgroup"] = "0::/user.slice/user-1000.slice/session-3.scope\n";

        Assert.Equal(FindingOutcome.Note, SandboxCheck.Of(facts).Outcome);
        Assert.Null(SandboxCheck.Warning(facts));
    });

    private static FakeFacts Facts(string? space, string? first, string? numbers)
    {
        var facts = new FakeFacts();
        if (space is not null)
        {
            facts.Links["/proc/self/ns/pid"] = space;
            facts.Texts["/proc/1/comm"] = $"{first}\n";
            facts.Texts["/proc/self/status"] = $"Name:\tstataruns\nNSpid:\t{numbers}\nNSpgid:\t{numbers}\n";
        }

        return facts;
    }
}
