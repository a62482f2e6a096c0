using StataRuns.Clients.Tests.Clients;
using StataRuns.Cluster.Tests.Stage;

namespace StataRuns.Cluster.Tests.Breaks;

/// <summary>A gateway that was killed: who called it on its own machine waits for it, and nothing takes its place in its data folder.</summary>
public sealed class GatewayFolderSpecs(SharedCluster shared) : ClusterSpecs(shared)
{
    [Theory(Timeout = 120_000)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_terminal_that_watches_a_run_goes_on_when_the_killed_gateway_is_back(bool isAttached)
    {
        var gateway = Cluster.Gateways[0];
        var file = Held();
        string runId;
        await using (var client = await gateway.ConnectAsync())
        {
            runId = isAttached ? (await client.RunFileAsync(file.Path, ("wait", 0))).RunId() : "";
        }

        using var terminal = isAttached ? gateway.Call("attach", runId) : gateway.Call("run", file.Path, "--stand-in");
        await file.HasBegunAsync();
        await terminal.SaysAsync(isAttached ? runId : "run ");

        await GoesOnAsync(gateway, terminal, file, "gateway", async () =>
        {
            // Whatever another command does meanwhile, too.
            using var other = gateway.Call("ps");
            await other.SaysAsync("does not answer; waiting for it");
        });
        IsNoEmbeddedFolder(gateway);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_relay_tells_its_client_what_it_waits_for_and_answers_when_the_killed_gateway_is_back()
    {
        var gateway = Cluster.Gateways[0];
        var file = Held();
        await using var client = await RealClient.ConnectAsync(Kind.Named("C# 2025-11-25"), gateway.RelayTarget);
        var call = client.Call("stata_run_file", file.Call);
        await Eventually.TrueAsync(() => call.Progress.Count > 0, "its progress names the run");
        var runId = call.Progress.RunId;

        await gateway.KillAsync();
        try
        {
            await Eventually.TrueAsync(() => call.Progress.Has($"waiting for the gateway at {gateway.Url}"), "the client hears what is waited for");
        }
        finally
        {
            await gateway.StartAsync();
        }

        file.Open();
        var answer = await call.Answer;
        Assert.Equal("succeeded", answer.Snapshot.Status());
        Assert.Equal(runId, answer.Snapshot.RunId());
        file.IsWhole(answer.Text);
        call.Progress.GrowsAndNames(runId);
        Assert.Equal(1, file.Starts);
        IsNoEmbeddedFolder(gateway);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_terminal_on_another_machine_goes_on_when_the_killed_gateway_is_back()
    {
        var gateway = Cluster.Gateways[0];
        var file = Held();
        var home = Directory.CreateDirectory(Path.Combine(Cluster.Folder.Work, "home")).FullName;
        using (var login = gateway.LogIn(home))
        {
            Assert.True((await login.EndAsync()).Code == 0, login.Error);
        }

        using var terminal = GatewayPart.CallFrom(home, "run", file.Path, "--stand-in", "--server", gateway.Url);
        await file.HasBegunAsync();
        await terminal.SaysAsync("run ");
        await GoesOnAsync(gateway, terminal, file, "server", () => Task.CompletedTask);
        Assert.False(Directory.Exists(Path.Combine(home, ".local")));

        // A text has no place that all hosts could read.
        using var typed = new Terminal(["run", "-", "--stand-in", "--server", gateway.Url], home, "display 1\n");
        Assert.Equal(2, (await typed.EndAsync()).Code);
        Assert.Contains("In a cluster do-files lie on the hosts", typed.Error, StringComparison.Ordinal);
    }

    [Fact(Timeout = 150_000)]
    public async Task Nobody_starts_an_embedded_service_in_a_gateways_folder_and_a_question_is_answered_in_the_end()
    {
        var gateway = Cluster.Gateways[1];
        var file = Lines(3, 10);
        await using var client = await RealClient.ConnectAsync(Kind.Named("C# 2026-07-28"), gateway.RelayTarget);
        await gateway.KillAsync();
        try
        {
            using var question = gateway.Call("ps");
            var relayed = client.Call("stata_run_list", []);
            using (var status = gateway.Call("status"))
            {
                Assert.Equal(3, (await status.EndAsync()).Code);
            }

            // By hand, with the record of the gateway and without it, as after an orderly end.
            for (var i = 0; i < 2; i++)
            {
                using var byHand = gateway.Call("serve", "--stand-in", "--urls", "http://127.0.0.1:0");
                Assert.Equal(2, (await byHand.EndAsync()).Code);
                Assert.Contains($"{gateway.Data} is the data folder of a gateway (of the cluster in ", byHand.Error, StringComparison.Ordinal);
                File.Delete(Path.Combine(gateway.Data, "service.json"));
            }

            Assert.Equal(3, (await question.EndAsync()).Code);
            Assert.Contains("did not answer within 30 s", question.Error, StringComparison.Ordinal);
            Assert.Contains("did not answer within 30 s", (await relayed.Answer).Text, StringComparison.Ordinal);
        }
        finally
        {
            using var waiting = gateway.Call("run", file.Path, "--stand-in");
            await waiting.SaysAsync("does not answer; waiting for it");
            await gateway.StartAsync();
            var (code, output) = await waiting.EndAsync();
            Assert.True(code == 0, waiting.Error);
            file.IsWhole(output);
        }

        Assert.Equal(1, file.Starts);
        IsNoEmbeddedFolder(gateway);
    }

    /// <summary>Kills the gateway under a terminal, and sees the run to its end when the gateway is back.</summary>
    private static async Task GoesOnAsync(GatewayPart gateway, Terminal terminal, HeldDoFile file, string named, Func<Task> meanwhile)
    {
        await gateway.KillAsync();
        try
        {
            await terminal.SaysAsync($"Connection to the {named} at {gateway.Url} lost; the run goes on. Waiting until it answers again");
            await meanwhile();
        }
        finally
        {
            await gateway.StartAsync();
        }

        file.Open();
        var (code, output) = await terminal.EndAsync();
        Assert.True(code == 0, terminal.Error);
        file.IsWhole(output);
        Assert.Equal(1, file.Starts);
    }

    private static void IsNoEmbeddedFolder(GatewayPart gateway)
    {
        Assert.False(File.Exists(Path.Combine(gateway.Data, "stataruns.db")));
        Assert.False(Directory.Exists(Path.Combine(gateway.Data, "runs")));
        Assert.True(File.Exists(Path.Combine(gateway.Data, "gateway.json")));
    }
}
