using StataRuns.StandIn.Data;
using StataRuns.StandIn.Programs;
using StataRuns.StandIn.Statistics;

namespace StataRuns.StandIn.Commands.Tables;

/// <summary><c>spearman [varlist] [if] [in]</c>: correlations of ranks.</summary>
internal static class SpearmanCommand
{
    public static void Run(Session session, string rest)
    {
        var syntax = CommandSyntax.Parse(session, rest);
        syntax.Options.Finish();
        var variables = CorrelateCommand.Numeric(session, syntax);
        if (variables.Count < 2)
        {
            throw new StataError(102, "too few variables specified");
        }

        var rows = Sample.Of(syntax, variables).NotEmpty().Rows;
        var table = new Covariances([.. variables.Select(variable => Ranks.Of(Array.ConvertAll(rows, variable.Number)))], null, rows.Length);
        var rho = table.Correlation(1, 0);
        var p = Covariances.Probability(rho, rows.Length);
        var console = session.Console;
        console.WriteLine();
        console.WriteLine($"Number of observations = {TableText.Right(TableText.Count(rows.Length, 10), 6)}");
        if (variables.Count == 2)
        {
            console.WriteLine($"        Spearman's rho = {TableText.Right(TableText.Fixed(rho, 4), 6)}");
            console.WriteLine();
            console.WriteLine($"Test of H0: {variables[0].Name} and {variables[1].Name} are independent");
            console.WriteLine($"            Prob > |t| = {TableText.Right(TableText.Fixed(p, 4), 6)}");
        }
        else
        {
            CorrelationGrid.Show(session, variables, (i, j) => [$"{TableText.Right(TableText.Fixed(table.Correlation(i, j), 4), 8)} "], firstBlank: " ");
        }

        var r = session.R = new Results();
        r.Set("N", rows.Length);
        r.Set("rho", rho);
        r.Set("p", p);
        r.Set("Rho", CorrelationGrid.Matrix(variables, table.Correlation));
        r.Set("P", CorrelationGrid.Matrix(variables, (i, j) => i == j ? Missing.System : Covariances.Probability(table.Correlation(i, j), rows.Length)));
    }
}
