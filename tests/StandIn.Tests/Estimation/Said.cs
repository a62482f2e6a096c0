using System.Globalization;
using StataRuns.StandIn.Tests.Stage;

namespace StataRuns.StandIn.Tests.Estimation;

/// <summary>Do-files that estimate on data made by formulas, and the numbers they display.</summary>
internal static class Said
{
    /// <summary>60 observations: two regressors, an outcome, a binary one, counts, clusters, weights.</summary>
    public const string Data = """
        quietly {
            set obs 60
            generate double x = mod(_n*7,13) + _n/10
            generate double z = mod(_n*5,11)
            generate g = mod(_n,4) + 1
            generate id = ceil(_n/5)
            generate w = mod(_n,3) + 1
            generate double y = 2 + x - .5*z + 3*sin(_n*_n)
            generate yb = x - z + 6*sin(_n*_n) > 0
            generate c = floor(exp(.1*x - .1*z + 1 + sin(_n*_n)))
        }

        """;

    /// <summary>What each expression is after a do-file, to all digits.</summary>
    public static async Task<double[]> NumbersAsync(string source, params string[] expressions)
    {
        var shown = string.Concat(expressions.Select(expression => $"display \"<<\" %24.16e {expression} \">>\"\n"));
        var log = await Batch.LogOfAsync($"{Data}{source}\n{shown}");
        double[] numbers = [.. log.Split('\n').Where(line => line.StartsWith("<<", StringComparison.Ordinal))
            .Select(line => double.Parse(line.AsSpan()[2..line.IndexOf(">>", StringComparison.Ordinal)], CultureInfo.InvariantCulture))];
        Assert.True(numbers.Length == expressions.Length, log);
        return numbers;
    }

    public static void AreClose(double[] expected, double[] actual, double tolerance)
    {
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.True(Math.Abs(actual[i] - expected[i]) <= tolerance * Math.Abs(expected[i]), $"number {i} is {actual[i]:R}, and should be {expected[i]:R}");
        }
    }
}
