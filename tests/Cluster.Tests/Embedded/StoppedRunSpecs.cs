using StataRuns.Hosts;
using StataRuns.Runs;

namespace StataRuns.Cluster.Tests.Embedded;

/// <summary>A run whose stop was requested belongs to nobody who asks for its do-file again.</summary>
public sealed class StoppedRunSpecs : IDisposable
{
    private readonly DataFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact(Timeout = 60_000)]
    public async Task A_call_that_is_made_while_a_run_is_being_cancelled_makes_a_new_one()
    {
        await using var host = await EmbeddedHost.StartAsync(_folder, stata: Stubborn());
        var request = new RunRequest { Owner = "ann", FilePath = _folder.DoFile("main.do", "display 1") };
        var dying = (await host.Host.SubmitAsync(request)).Run!;
        await host.IsAsync(dying.RunId, RunStatus.Running);

        // It does not end by itself: for three seconds the same call meets a run that dies.
        Assert.Equal(RunStatus.Running, (await host.Run(dying.RunId).CancelAsync())!.Status);
        var again = await host.Host.SubmitAsync(request);
        var joined = await host.Host.SubmitAsync(request);

        Assert.Equal(RunStatus.Running, (await host.Run(dying.RunId).GetAsync())!.Status);
        Assert.Equal(SubmitOutcome.Created, again.How);
        Assert.NotEqual(dying.RunId, again.Run!.RunId);
        Assert.Equal((SubmitOutcome.Joined, again.Run.RunId), (joined.How, joined.Run!.RunId));
        await host.IsAsync(dying.RunId, RunStatus.Cancelled);
        await host.IsAsync(again.Run.RunId, RunStatus.Running);
        await host.Run(again.Run.RunId).CancelAsync();
        await host.IsAsync(again.Run.RunId, RunStatus.Cancelled);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_stop_that_was_requested_before_a_restart_keeps_callers_away_after_it()
    {
        var request = new RunRequest { Owner = "ann", FilePath = _folder.DoFile("main.do", "display 1"), CallKey = "the first call" };
        RunSnapshot dying;
        await using (var before = await EmbeddedHost.StartAsync(_folder, stata: Stubborn()))
        {
            dying = (await before.Host.SubmitAsync(request)).Run!;
            await before.IsAsync(dying.RunId, RunStatus.Running);
            await before.Run(dying.RunId).CancelAsync();
        }

        await using var host = await EmbeddedHost.StartAsync(_folder, stata: Stubborn());
        var again = await host.Host.SubmitAsync(request with { CallKey = "another call" });

        // The call that made the run is still answered with it: its answer was lost, and it must make no second one.
        Assert.Equal(dying.RunId, (await host.Host.SubmitAsync(request)).Run!.RunId);
        Assert.Equal(SubmitOutcome.Created, again.How);
        await host.IsAsync(dying.RunId, RunStatus.Cancelled);
        await host.IsAsync(again.Run!.RunId, RunStatus.Running);
        await host.Run(again.Run.RunId).CancelAsync();
        await host.IsAsync(again.Run.RunId, RunStatus.Cancelled);
    }

    /// <summary>A Stata that has to be killed.</summary>
    private string Stubborn() => _folder.Program("stata", """
        #!/bin/sh
        trap '' TERM INT HUP
        echo "$STATARUNS_ATTEMPT" > begun
        echo ". display 1" > output.log
        while true; do sleep 0.1; done
        """);
}
