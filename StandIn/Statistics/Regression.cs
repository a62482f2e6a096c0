namespace StataRuns.StandIn.Statistics;

/// <summary>A linear regression and what is told of it.</summary>
internal sealed record Regression(
    string Dependent,
    string[] Names,
    double[] Coefficients,
    double[] StandardErrors,
    bool[] IsOmitted,
    int Observations,
    int Rank,
    bool HasConstant,
    double ModelSum,
    double ResidualSum)
{
    public int ModelDegrees => Rank - (HasConstant ? 1 : 0);

    public int ResidualDegrees => Observations - Rank;

    public int TotalDegrees => Observations - (HasConstant ? 1 : 0);

    public double TotalSum => ModelSum + ResidualSum;

    public double F => ModelDegrees > 0 && ResidualDegrees > 0 && ResidualSum > 0
        ? ModelSum / ModelDegrees / (ResidualSum / ResidualDegrees)
        : ModelDegrees == 0 && ResidualDegrees > 0 ? 0 : Missing.System;

    public double RSquared => TotalSum > 0 ? ModelSum / TotalSum : Missing.System;

    public double AdjustedRSquared => TotalSum > 0 && ResidualDegrees > 0
        ? 1 - (ResidualSum / ResidualDegrees / (TotalSum / TotalDegrees))
        : Missing.System;

    public double RootMeanSquare => ResidualDegrees > 0 ? Math.Sqrt(ResidualSum / ResidualDegrees) : 0;

    public static Regression Of(string dependent, string[] names, LeastSquares fit, double[] y, bool hasConstant)
    {
        var mean = hasConstant ? y.Average() : 0;
        var total = y.Sum(value => (value - mean) * (value - mean));
        var residual = Math.Min(fit.ResidualSumOfSquares, total);
        var degrees = y.Length - fit.Rank;
        var variance = degrees > 0 ? residual / degrees : Missing.System;
        double[] errors = [.. Enumerable.Range(0, names.Length).Select(i => degrees > 0 ? Math.Sqrt(variance * fit.Inverse[i, i]) : Missing.System)];
        return new Regression(dependent, names, fit.Coefficients, errors, fit.IsOmitted, y.Length, fit.Rank, hasConstant, total - residual, residual);
    }
}
