using StataRuns.StandIn.Data;
using StataRuns.StandIn.Programs;
using StataRuns.StandIn.Statistics;

namespace StataRuns.StandIn.Commands.Tables;

/// <summary><c>pwcorr [varlist] [if] [in] [weight] [, obs sig listwise print(#) star(#) bonferroni sidak]</c></summary>
internal static class PairwiseCommand
{
    public static void Run(Session session, string rest)
    {
        var syntax = CommandSyntax.ParseWeighted(session, rest, WeightKind.Analytic, WeightKind.Frequency);
        var options = syntax.Options;
        var (hasCounts, hasProbabilities) = (options.Take("obs", 1), options.Take("sig"));
        var isListwise = options.Take("listwise", 1) | options.Take("casewise", 4);
        var print = Share(options.TakeNumber("print", 1)) ?? 1;
        var star = Share(options.TakeNumber("star", 2)) ?? 0;
        var (isBonferroni, isSidak) = (options.Take("bonferroni", 1), options.Take("sidak", 3));
        options.Finish();
        var variables = CorrelateCommand.Numeric(session, syntax);
        var k = variables.Count;
        var pairs = Math.Max(1, k * (k - 1) / 2);
        var (rho, count, probability) = (new double[k, k], new double[k, k], new double[k, k]);
        var all = isListwise ? Sample.Of(syntax, variables) : Sample.Of(syntax);
        for (var i = 0; i < k; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                List<Variable> pair = [variables[i], variables[j]];
                var sample = all.Where(at => Sample.IsComplete(pair, at));
                count[i, j] = sample.Count;
                rho[i, j] = sample.Rows.Length == 0 ? Missing.System : CorrelateCommand.Of(sample, pair).Correlation(1, 0);
                rho[i, j] = i == j && !Missing.Is(rho[i, j]) ? 1 : rho[i, j];
                var p = Covariances.Probability(rho[i, j], sample.Count);
                probability[i, j] = Missing.Is(p) || i == j ? p
                    : isBonferroni ? Math.Min(1, p * pairs)
                    : isSidak ? Math.Min(1, 1 - Math.Pow(1 - p, pairs)) : p;
            }
        }

        CorrelationGrid.Show(session, variables, Cells, hasGaps: hasCounts || hasProbabilities, firstBlank: " ");
        Store(session, variables, rho, count, probability);

        string[] Cells(int i, int j)
        {
            var isShown = i == j || print >= 1 || probability[i, j] <= print;
            var mark = i != j && probability[i, j] <= star ? "*" : " ";
            List<string> lines = [TableText.Right(isShown ? TableText.Fixed(rho[i, j], 4) : "", 8) + mark];
            if (hasProbabilities)
            {
                lines.Add(TableText.Right(i == j || !isShown ? "" : TableText.Fixed(probability[i, j], 4), 9));
            }

            if (hasCounts)
            {
                lines.Add(TableText.Right(isShown ? TableText.Count(count[i, j], 8) : "", 9));
            }

            return [.. lines];
        }
    }

    /// <summary><c>star(5)</c> is <c>star(.05)</c>.</summary>
    private static double? Share(double? given) => given is >= 1 ? given / 100 : given;

    private static void Store(Session session, List<Variable> variables, double[,] rho, double[,] count, double[,] probability)
    {
        var r = session.R = new Results();
        if (variables.Count > 1)
        {
            r.Set("N", count[1, 0]);
            r.Set("rho", rho[1, 0]);
        }

        r.Set("C", CorrelationGrid.Matrix(variables, (i, j) => rho[i, j]));
        r.Set("Nobs", CorrelationGrid.Matrix(variables, (i, j) => count[i, j]));
        r.Set("sig", CorrelationGrid.Matrix(variables, (i, j) => i == j ? Missing.System : probability[i, j]));
    }
}
