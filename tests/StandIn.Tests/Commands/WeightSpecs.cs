using StataRuns.StandIn.Commands;
using StataRuns.StandIn.Programs;
using StataRuns.StandIn.Tests.Stage;

namespace StataRuns.StandIn.Tests.Commands;

/// <summary>Weights are read with all their abbreviations, and refused where a command takes none.</summary>
public sealed class WeightSpecs
{
    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData("x [fw=n] if n > 1", "fweight", "x")]
    [InlineData("x y[aweight = n*2], option", "aweight", "x y")]
    [InlineData("x [pw=n]", "pweight", "x")]
    [InlineData("x [iweights=n]", "iweight", "x")]
    [InlineData("x [w=n]", "aweight", "x")]
    public Task A_weight_has_its_kind_and_leaves_the_rest_as_it_was(string text, string kind, string before) => Bounded.Run(() =>
    {
        using var session = Counted();

        var syntax = CommandSyntax.ParseWeighted(session, text, WeightKind.Analytic, WeightKind.Frequency, WeightKind.Sampling, WeightKind.Importance);

        Assert.Equal(kind, syntax.Weights!.Name);
        Assert.Equal(before, syntax.Before);
        Assert.Equal(text.Contains('*', StringComparison.Ordinal) ? 6 : 3, syntax.Weight(3));
    });

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task An_observation_that_weighs_nothing_is_not_used() => Bounded.Run(() =>
    {
        using var session = Counted();

        Assert.Equal([1, 2, 3], CommandSyntax.ParseWeighted(session, "x [fw=n]", WeightKind.Frequency).Selected());
    });

    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData("x [pw=n]", 101, "pweights not allowed")]
    [InlineData("x [fw=n/2]", 401, "may not use noninteger frequency weights")]
    [InlineData("x [fw=-n]", 402, "negative weights encountered")]
    [InlineData("x [fw=nosuch]", 111, "nosuch not found")]
    public Task A_weight_that_cannot_be_is_an_error(string text, int code, string message) => Bounded.Run(() =>
    {
        using var session = Counted();

        var error = Assert.Throws<StataError>(() => CommandSyntax.ParseWeighted(session, text, WeightKind.Frequency).Selected().Count());

        Assert.Equal((code, message), (error.Code, error.Message));
    });

    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData("count [fw=x]")]
    [InlineData("drop if x > 1 [fw=x]")]
    [InlineData("generate y = x [aw=x]")]
    public async Task A_command_without_weights_refuses_them(string command)
    {
        var log = await Batch.LogOfAsync($"set obs 3\ngenerate x = _n\ncapture noisily {command}\ndisplay \"rc \" _rc\n");

        Assert.Contains("weights not allowed\n", log, StringComparison.Ordinal);
        Assert.Contains("\nrc 101\n", log, StringComparison.Ordinal);
    }

    private static Session Counted()
    {
        var session = new Session();
        session.Executor.Line("quietly set obs 4");
        session.Executor.Line("generate n = _n - 1");
        return session;
    }
}
