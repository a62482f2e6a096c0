using StataRuns.Clients.Tests.Clients;
using StataRuns.Cluster.Tests.Stage;

namespace StataRuns.Cluster.Tests.Deploy;

/// <summary>The units of systemd: that systemd understands them, and that a silo's end is not its runs'.</summary>
public sealed class UnitFileSpecs
{
    private static string Folder { get; } = Path.Combine(Built.Repository, "deploy", "systemd");

    [Theory(Timeout = 60_000)]
    [InlineData("stataruns-silo.service", "/opt/stataruns/silo/stataruns-silo")]
    [InlineData("stataruns-gateway.service", "/opt/stataruns/gateway/stataruns")]
    public async Task Systemd_has_nothing_against_a_unit(string unit, string program)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/systemd-analyze"), "systemd-analyze is not here.");
        var text = await File.ReadAllTextAsync(Path.Combine(Folder, unit), TestContext.Current.CancellationToken);
        Assert.Contains($"ExecStart={program}", text, StringComparison.Ordinal);

        // It looks whether the program is there, which is installed on other machines.
        var copy = Path.Combine(Directory.CreateTempSubdirectory("stataruns-unit-").FullName, unit);
        await File.WriteAllTextAsync(copy, text.Replace(program, "/bin/true", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        var (isDone, said) = await IpTool.RunProgramAsync("bash", "-c", "systemd-analyze verify --man=no \"$1\" 2>&1", "verify", copy);
        Assert.True(isDone && !said.Contains(unit, StringComparison.Ordinal), said);
        Directory.Delete(Path.GetDirectoryName(copy)!, recursive: true);
    }

    [Fact(Timeout = 30_000)]
    public void A_silos_end_and_a_killed_run_leave_the_other_runs_alone()
    {
        var unit = PreparedSecrets.Variables(Path.Combine(Folder, "stataruns-silo.service"));
        Assert.Equal("process", unit["KillMode"]);
        Assert.Equal("continue", unit["OOMPolicy"]);
        Assert.Equal("always", unit["Restart"]);
        Assert.Equal("yes", unit["Delegate"]);

        // Each of these would be taken away, or made anew, under the runs that go on.
        Assert.DoesNotContain("PrivateTmp", unit.Keys);
        Assert.DoesNotContain("RuntimeDirectory", unit.Keys);
        Assert.DoesNotContain("ProtectControlGroups", unit.Keys);
    }
}
