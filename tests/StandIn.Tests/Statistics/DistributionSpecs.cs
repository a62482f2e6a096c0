using StataRuns.StandIn.Programs;
using StataRuns.StandIn.Tests.Stage;

namespace StataRuns.StandIn.Tests.Statistics;

/// <summary>Against values of published tables, and far tails against scipy 1.10, to ten digits.</summary>
public sealed class DistributionSpecs
{
    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData("normal(1.96)", 0.9750021048517795)]
    [InlineData("normal(-8)", 6.220960574271785e-16)]
    [InlineData("invnormal(.975)", 1.959963984540054)]
    [InlineData("normalden(0)", 0.3989422804014327)]
    [InlineData("chi2tail(1, 3.841458820694124)", 0.05)]
    [InlineData("chi2(10, 18.307038053275146)", 0.95)]
    [InlineData("ttail(5, 2.0150483733330233)", 0.05)]
    [InlineData("invttail(10, .025)", 2.2281388519649385)]
    [InlineData("t(5, -2.0150483733330233)", 0.05)]
    [InlineData("Ftail(2, 10, 4.102821015290023)", 0.05)]
    [InlineData("F(3, 20, 3.0983912121407795)", 0.95)]
    [InlineData("Ftail(2, 57, 3.3)", 0.044045910368548664)]
    [InlineData("Ftail(5, 1000, 60)", 1.008934413862812e-54)]
    [InlineData("Ftail(100, 100000, 1.5)", 0.0009104310298918336)]
    [InlineData("Ftail(1, 5, .01)", 0.9242301411546615)]
    [InlineData("ttail(30, 12)", 2.7900927075996303e-13)]
    [InlineData("ttail(1000000, 3)", 0.0013499312707108977)]
    [InlineData("ttail(7, .001)", 0.4996150086224994)]
    [InlineData("ttail(3, 40)", 1.719034039457927e-05)]
    [InlineData("chi2tail(3, 120)", 7.716790355634162e-26)]
    [InlineData("normal(-10)", 7.61985302416047e-24)]
    [InlineData("log1p(1e-12)", 9.999999999995e-13)]
    [InlineData("lngamma(10)", 12.801827480081469)]
    [InlineData("comb(10, 3)", 120)]
    public Task A_probability_is_right(string expression, double expected) => Bounded.Run(() =>
    {
        using var session = new Session();
        var actual = session.Number(expression);
        Assert.True(Math.Abs(actual - expected) <= 1e-10 * Math.Abs(expected), $"{expression} is {actual:R}, and should be {expected:R}");
    });

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task The_same_seed_gives_the_same_numbers_and_their_mean_is_a_half() => Bounded.Run(() =>
    {
        using var session = new Session();
        session.Random.Seed(42);
        double[] first = [.. Enumerable.Range(0, 10_000).Select(_ => session.Number("runiform()"))];
        session.Random.Seed(42);
        double[] again = [.. Enumerable.Range(0, 10_000).Select(_ => session.Number("runiform()"))];

        Assert.Equal(first, again);
        Assert.All(first, value => Assert.InRange(value, 0, 1));
        Assert.InRange(first.Average(), 0.48, 0.52);
    });
}
