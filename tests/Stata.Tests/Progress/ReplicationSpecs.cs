namespace StataRuns.Stata.Tests;

public sealed class ReplicationSpecs
{
    private const string Source = "bootstrap, reps(1000): regress y x\ndisplay 2\n";
    private const string Start = Log.Head + ". bootstrap, reps(1000): regress y x\n(running regress on estimation sample)\n\n";

    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData("Bootstrap replications (25): .........10.........20..", 22, 25, "bootstrap")]
    [InlineData("Bootstrap replications (25): .........1", 10, 25, "bootstrap")]
    [InlineData("Bootstrap replications (25): .........10.........20..... done\n", 25, 25, "bootstrap")]
    [InlineData("Bootstrap replications (3): ...", 3, 3, "bootstrap")]
    [InlineData("Simulations (1,000): .........10.........20.........30.........40.........50....\n> .....60.........70..", 72, 1000, "simulate")]
    [InlineData("Simulations (1,000): .........10.........20.........30.........40.........50.........6\n> 0..", 62, 1000, "simulate")]
    [InlineData("Jackknife replications (74): ...x..", 6, 74, "jackknife")]
    [InlineData("Permutations (100): .........10", 10, 100, "permute")]
    [InlineData("Imputations (20):\n  .........10.....", 15, 20, "imputations")]
    [InlineData("Bootstrap replications (1,000): .........100.........200...", 230, 1000, "bootstrap")]
    public Task I_see_each_replication_of_a_recent_stata(string dots, int count, int total, string name) => Bounded.Run(() =>
        Assert.Equal($"{name} {count}/{total}", Log.Read(Source, Start + dots).Snapshot(Log.Start).Message));

    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData("..........", 10)]
    [InlineData(".....x....e...n..s", 18)]
    [InlineData("..................................................    50\n", 50)]
    [InlineData("..................................................    50\n..........", 60)]
    [InlineData("..................................................   500\n.....", 550)]
    public Task I_see_each_replication_of_an_older_stata(string dots, int count) => Bounded.Run(() =>
    {
        const string header = "Bootstrap replications (1,000)\n----+--- 1 ---+--- 2 ---+--- 3 ---+--- 4 ---+--- 5 \n";

        var now = Log.Read(Source, Start + header + dots).Snapshot(Log.Start);

        Assert.Equal($"bootstrap {count}/1000", now.Message);
        Assert.Equal(count / 1000.0, now.Done, 4);
    });

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task A_ruler_without_a_header_gives_a_count_without_a_total() => Bounded.Run(() =>
        Assert.Equal("replications 7", Log.Read(Source, Start + "----+--- 1 ---+--- 2 ---+--- 3 ---+--- 4 ---+--- 5 \n.......").Snapshot(Log.Start).Message));

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task Counting_ends_with_the_results_and_progress_stays() => Bounded.Run(() =>
    {
        var tracker = Log.Read(Source, Start + "Bootstrap replications (3): ... done\n\nLinear regression      Number of obs = 74\n");

        Assert.Null(tracker.Snapshot(Log.Start).Message);
        Assert.Equal(0.99, tracker.Snapshot(Log.Start).Done);
        Assert.Equal("Linear regression      Number of obs = 74", tracker.LastLine);
    });

    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData("Number of groups (12)\nfirst group\n")]
    [InlineData("Summary (3): all fine\n")]
    [InlineData("...\n")]
    [InlineData("Cutoff (0.5)\n...\n")]
    public Task Ordinary_output_is_no_replication(string output) => Bounded.Run(() =>
        Assert.Null(Log.Read(Source, Start + output).Snapshot(Log.Start).Message));
}
