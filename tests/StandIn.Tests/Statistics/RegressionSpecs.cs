using System.Globalization;
using System.Text;
using StataRuns.StandIn.Tests.Stage;

namespace StataRuns.StandIn.Tests.Statistics;

/// <summary>Longley's and Norris's data, the certified values of the NIST Statistical Reference Datasets, by the command as a do-file runs it.</summary>
public sealed class RegressionSpecs
{
    private static readonly (string Name, string Values)[] Longley =
    [
        ("y", "60323 61122 60171 61187 63221 63639 64989 63761 66019 67857 68169 66513 68655 69564 69331 70551"),
        ("x1", "83 88.5 88.2 89.5 96.2 98.1 99 100 101.2 104.6 108.4 110.8 112.6 114.2 115.7 116.9"),
        ("x2", "234289 259426 258054 284599 328975 346999 365385 363112 397469 419180 442769 444546 482704 502601 518173 554894"),
        ("x3", "2356 2325 3682 3351 2099 1932 1870 3578 2904 2822 2936 4681 3813 3931 4806 4007"),
        ("x4", "1590 1456 1616 1650 3099 3594 3547 3350 3048 2857 2798 2637 2552 2514 2572 2827"),
        ("x5", "107608 108632 109773 110929 112075 113270 115094 116219 117388 118734 120445 121950 123366 125368 127852 130081"),
        ("x6", "1947 1948 1949 1950 1951 1952 1953 1954 1955 1956 1957 1958 1959 1960 1961 1962"),
    ];

    private static readonly (string Expression, double Value)[] Certified =
    [
        ("_b[_cons]", -3482258.63459582), ("_se[_cons]", 890420.383607373),
        ("_b[x1]", 15.0618722713733), ("_se[x1]", 84.9149257747669),
        ("_b[x2]", -0.0358191792925910), ("_se[x2]", 0.0334910077722432),
        ("_b[x3]", -2.02022980381683), ("_se[x3]", 0.488399681651699),
        ("_b[x4]", -1.03322686717359), ("_se[x4]", 0.214274163161675),
        ("_b[x5]", -0.0511041056535807), ("_se[x5]", 0.226073200069370),
        ("_b[x6]", 1829.15146461355), ("_se[x6]", 455.478499142212),
        ("e(rmse)", 304.854073561965), ("e(r2)", 0.995479004577296), ("e(F)", 330.285339234588),
        ("e(mss)", 184172401.944494), ("e(rss)", 836424.055505915), ("e(N)", 16), ("e(df_r)", 9), ("e(df_m)", 6),
    ];

    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task Longleys_regression_has_the_certified_values()
    {
        var source = new StringBuilder("set obs 16\n");
        foreach (var (name, values) in Longley)
        {
            source.Append(CultureInfo.InvariantCulture, $"generate double {name} = real(word(\"{values}\", _n))\n");
        }

        source.Append("quietly regress y x1 x2 x3 x4 x5 x6\n");
        foreach (var (expression, _) in Certified)
        {
            source.Append(CultureInfo.InvariantCulture, $"display \"{expression} is \" %21.14e {expression}\n");
        }

        var log = await Batch.LogOfAsync(source.ToString());

        foreach (var (expression, value) in Certified)
        {
            var line = log.Split('\n').Single(line => line.StartsWith($"{expression} is ", StringComparison.Ordinal));
            var actual = double.Parse(line.AsSpan(line.LastIndexOf(' ') + 1), CultureInfo.InvariantCulture);
            Assert.True(Math.Abs(actual - value) <= 1e-9 * Math.Abs(value), $"{line}, and should be {value:R}");
        }
    }

    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task Norris_regression_has_the_certified_values()
    {
        const string y = "0.1 338.8 118.1 888.0 9.2 228.1 668.5 998.5 449.1 778.9 559.2 0.3 0.1 778.1 668.8 339.3 448.9 10.8 557.7 228.3 998.0 888.8 119.6 0.3 0.6 557.6 339.3 888.0 998.5 778.9 10.2 117.6 228.9 668.4 449.2 0.2";
        const string x = "0.2 337.4 118.2 884.6 10.1 226.5 666.3 996.3 448.6 777.0 558.2 0.4 0.6 775.5 666.9 338.0 447.5 11.6 556.0 228.1 995.8 887.6 120.2 0.3 0.3 556.8 339.1 887.2 999.0 779.0 11.1 118.3 229.2 669.1 448.9 0.5";

        var log = await Batch.LogOfAsync($$"""
            set obs 36
            generate double y = real(word("{{y}}", _n))
            generate double x = real(word("{{x}}", _n))
            quietly regress y x
            display %24.14e _b[x]
            display %24.14e _b[_cons]
            display %24.14e _se[x]
            display %24.14e _se[_cons]
            display %24.14e e(r2)
            display %24.14e e(rmse)
            """);

        double[] expected = [1.00211681802045, -0.262323073774029, 0.000429796848199937, 0.232818234301152, 0.999993745883712, 0.884796396144373];
        double[] actual = [.. log.Split('\n').Where(line => line.StartsWith(' ') && line.Contains('e', StringComparison.Ordinal)).Select(line => double.Parse(line, CultureInfo.InvariantCulture))];
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.True(Math.Abs(pair.Second - pair.First) <= 1e-10 * Math.Abs(pair.First), $"{pair.Second:R}, and should be {pair.First:R}"));
    }

    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task A_collinear_variable_is_left_out_and_that_is_said()
    {
        var log = await Batch.LogOfAsync("""
            set obs 20
            generate x = _n
            generate twice = 2 * x
            generate y = x + mod(_n, 3)
            regress y x twice
            display "rank " e(rank) " df " e(df_m)
            """);

        Assert.Contains("note: twice omitted because of collinearity.", log, StringComparison.Ordinal);
        Assert.Contains("twice |          0  (omitted)", log, StringComparison.Ordinal);
        Assert.Contains("rank 2 df 1", log, StringComparison.Ordinal);
    }

    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task Missing_values_are_left_out_and_too_few_observations_are_an_error()
    {
        var log = await Batch.LogOfAsync("""
            set obs 10
            generate x = _n
            generate y = x^2 if _n < 9
            quietly regress y x if x > 2
            display "used " e(N)
            capture regress y x in 1
            display "one: " _rc
            capture regress y x if x > 100
            display "none: " _rc
            capture regress y nosuch
            display "unknown: " _rc
            """);

        Assert.Contains("\nused 6\n", log, StringComparison.Ordinal);
        Assert.Contains("\none: 2001\n", log, StringComparison.Ordinal);
        Assert.Contains("\nnone: 2000\n", log, StringComparison.Ordinal);
        Assert.Contains("\nunknown: 111\n", log, StringComparison.Ordinal);
    }

    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task Summarize_detail_has_percentiles_and_moments()
    {
        var log = await Batch.LogOfAsync("""
            set obs 100
            generate x = _n
            quietly summarize x, detail
            display r(N) " " r(mean) " " r(p1) " " r(p25) " " r(p50) " " r(p99) " " r(min) " " r(max)
            display %9.6f r(sd) " " %9.6f r(Var) " " %9.6f r(skewness) " " %9.6f r(kurtosis)
            """);

        Assert.Contains("\n100 50.5 1.5 25.5 50.5 99.5 1 100\n", log, StringComparison.Ordinal);
        Assert.Contains("\n29.011492 841.666667  0.000000  1.799760\n", log, StringComparison.Ordinal);
    }
}
