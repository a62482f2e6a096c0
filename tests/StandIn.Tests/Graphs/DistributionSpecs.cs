using StataRuns.StandIn.Tests.Stage;

namespace StataRuns.StandIn.Tests.Graphs;

public sealed class DistributionSpecs
{
    private const string Filled = "#5FAAFF"; // the first colour at 70 % of its intensity

    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task A_histogram_says_its_bins_and_draws_them()
    {
        var drawn = await Drawn.ByAsync("histogram x\nreturn list");

        // min(sqrt(10), 10 log10(10)) is 3.16: three bins from 1 to 10.
        Assert.Contains("\n(bin=3, start=1, width=3)\n", drawn.Log, StringComparison.Ordinal);
        Assert.Contains("                r(bin) =  3\n", drawn.Log, StringComparison.Ordinal);
        Assert.Equal(3, drawn.Rectangles(Filled));
        Assert.Equal(["Years of schooling", "Density"], drawn.Texts.Where(text => char.IsLetter(text[0])));
    }

    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData("histogram x, bin(5) percent normal", "(bin=5, start=1, width=1.8)", 5, "Percent")]
    [InlineData("histogram x, width(2) start(0) frequency", "(bin=5, start=0, width=2)", 5, "Frequency")]
    [InlineData("histogram g, discrete fraction kdensity", "(start=0, width=1)", 2, "Fraction")]
    public async Task Its_bins_and_its_scale_are_mine_to_choose(string command, string line, int bars, string title)
    {
        var drawn = await Drawn.ByAsync(command);

        Assert.Contains($"\n{line}\n", drawn.Log, StringComparison.Ordinal);
        Assert.Equal(bars, drawn.Rectangles(Filled));
        Assert.Contains(title, drawn.Texts);
    }

    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task A_density_is_that_of_its_kernel_and_bandwidth()
    {
        // h = 0.9 min(sd, IQR/1.349) n^-1/5 with sd 3.02765, IQR 5 and n 10; Epanechnikov by hand at the fifth of ten points, 5.5 -
        // (9 + 2h)/18, where seven of the values are near enough.
        var drawn = await Drawn.ByAsync("kdensity x, n(10) generate(at d)\nreturn list\ndisplay %9.6f r(bwidth) %9.6f d[5] %9.6f at[1]");

        Assert.Contains("             r(kernel) : \"epanechnikov\"", drawn.Log, StringComparison.Ordinal);
        var h = 0.9 * 3.0276503540974917 * Math.Pow(10, -0.2);
        var at = 5.5 - ((9 + (2 * h)) / 18);
        var density = Enumerable.Range(1, 10).Select(x => (at - x) / h).Where(z => Math.Abs(z) < Math.Sqrt(5)).Sum(z => 0.75 * (1 - (z * z / 5)) / Math.Sqrt(5)) / (10 * h);
        Assert.Contains(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"\n{h,9:0.000000}{density,9:0.000000}"), drawn.Log, StringComparison.Ordinal);
        Assert.Contains("Kernel density estimate", drawn.Texts);
        Assert.Contains(drawn.Texts, text => text.StartsWith("Kernel = epanechnikov, bandwidth = 1.7", StringComparison.Ordinal));
    }

    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData("histogram x, bin(5) width(1)", "options bin() and width() may not be combined", 198)]
    [InlineData("histogram x if x > 10", "no observations", 2000)]
    [InlineData("histogram x, start(5)", "start() may not be larger than minimum of x", 198)]
    public async Task What_cannot_be_drawn_is_refused(string command, string message, int code)
    {
        var log = await Batch.LogOfAsync($"quietly {{\n{Drawn.Data}}}\n{command}\n");

        Assert.Contains($"\n{message}\nr({code});\n", log, StringComparison.Ordinal);
    }
}
