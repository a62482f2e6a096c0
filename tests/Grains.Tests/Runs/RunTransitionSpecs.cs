using StataRuns.Runs;

namespace StataRuns.Grains.Tests.Runs;

public sealed class RunTransitionSpecs
{
    [Fact(Timeout = 10_000)]
    public Task A_final_status_has_no_way_out()
    {
        foreach (var from in Enum.GetValues<RunStatus>().Where(status => status.IsFinal()))
        {
            Assert.All(Enum.GetValues<RunStatus>(), to => Assert.False(RunTransitions.Allows(from, to)));
        }

        return Task.CompletedTask;
    }

    [Fact(Timeout = 10_000)]
    public Task Nothing_succeeds_that_was_not_started()
    {
        Assert.False(RunTransitions.Allows(RunStatus.Queued, RunStatus.Succeeded));
        Assert.False(RunTransitions.Allows(RunStatus.Queued, RunStatus.Running));
        Assert.False(RunTransitions.Allows(RunStatus.Queued, RunStatus.TimedOut));
        return Task.CompletedTask;
    }

    [Fact(Timeout = 10_000)]
    public Task Every_status_has_a_word_of_its_own_that_reads_back()
    {
        var words = Enum.GetValues<RunStatus>().Select(status => status.Word()).ToList();

        Assert.Equal(words.Count, words.Distinct().Count());
        Assert.All(Enum.GetValues<RunStatus>(), status => Assert.Equal(status, RunTransitions.Parse(status.Word())));
        Assert.Null(RunTransitions.Parse("done"));
        return Task.CompletedTask;
    }
}
