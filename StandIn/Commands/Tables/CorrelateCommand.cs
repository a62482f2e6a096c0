using System.Globalization;
using StataRuns.StandIn.Data;
using StataRuns.StandIn.Expressions.Functions;
using StataRuns.StandIn.Programs;
using StataRuns.StandIn.Statistics;

namespace StataRuns.StandIn.Commands.Tables;

/// <summary><c>correlate [varlist] [if] [in] [weight] [, means covariance noformat]</c></summary>
internal static class CorrelateCommand
{
    public static void Run(Session session, string rest)
    {
        var syntax = CommandSyntax.ParseWeighted(session, rest, WeightKind.Analytic, WeightKind.Frequency);
        var options = syntax.Options;
        var (hasMeans, isCovariance) = (options.Take("means", 1), options.Take("covariance", 1));
        options.Take("wrap", 1);
        options.Finish();
        List<Variable> variables = Numeric(session, syntax);
        var sample = Sample.Of(syntax, variables).NotEmpty();
        var table = Of(sample, variables);
        session.Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"(obs={NumberText(sample.Count)})"));
        if (hasMeans)
        {
            Means(session, sample, variables);
        }

        CorrelationGrid.Show(session, variables, (i, j) =>
            [TableText.Right(isCovariance ? TableText.General(table.Covariance(i, j), 8) : TableText.Fixed(table.Correlation(i, j), 4), 9)]);
        var r = session.R = new Results();
        r.Set("N", sample.Count);
        if (variables.Count > 1)
        {
            r.Set("rho", table.Correlation(1, 0));
            if (isCovariance)
            {
                r.Set("cov_12", table.Covariance(1, 0));
                r.Set("Var_1", table.Covariance(0, 0));
                r.Set("Var_2", table.Covariance(1, 1));
            }
        }

        r.Set("C", CorrelationGrid.Matrix(variables, isCovariance ? table.Covariance : table.Correlation));
    }

    public static Covariances Of(Sample sample, IReadOnlyList<Variable> variables) =>
        new([.. variables.Select(variable => Array.ConvertAll(sample.Rows, variable.Number))], sample.Weights, sample.Count);

    /// <summary>Without names all variables; those of texts are left out, and that is said.</summary>
    public static List<Variable> Numeric(Session session, CommandSyntax syntax)
    {
        List<Variable> variables = syntax.Before.Length == 0 ? [.. session.Data.Variables] : VariableList.Existing(session.Data, syntax.Before);
        foreach (var variable in variables.Where(variable => variable.IsText))
        {
            session.Console.WriteLine($"({variable.Name} ignored because string variable)");
        }

        variables.RemoveAll(variable => variable.IsText);
        return variables.Count > 0 ? variables : throw new StataError(102, "too few variables specified");
    }

    private static void Means(Session session, Sample sample, List<Variable> variables)
    {
        session.Console.WriteLine();
        session.Console.WriteLine("    Variable |         Mean    Std. dev.          Min          Max");
        session.Console.WriteLine($"-------------+{new string('-', 52)}");
        foreach (var variable in variables)
        {
            var summary = sample.Summary(variable);
            double[] figures = [summary.Mean, summary.StandardDeviation, summary.Minimum, summary.Maximum];
            session.Console.WriteLine($"{TableText.Name(variable.Name, 12)} |{string.Concat(figures.Select(figure => TableText.Right(TableText.General(figure), 13)))}");
        }
    }

    private static string NumberText(double count) => TableText.Count(count, 15);
}
