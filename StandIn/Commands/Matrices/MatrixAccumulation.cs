using System.Globalization;
using StataRuns.StandIn.Data;
using StataRuns.StandIn.Formats;
using StataRuns.StandIn.Lexing;
using StataRuns.StandIn.Matrices;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands.Matrices;

/// <summary><c>matrix accum A = varlist [, noconstant deviations means(m)]</c> is X'X; <c>matrix vecaccum</c> is the first variable's y'X.</summary>
internal static class MatrixAccumulation
{
    public static void Run(Session session, string rest)
    {
        var (name, syntax, hasConstant, isDeviation, means) = Parse(session, rest);
        var (columns, names, weights, count) = Columns(session, syntax, hasConstant && !isDeviation);
        var average = columns.Select(column => Sum(column, weights) / weights.Sum()).ToArray();
        var product = new Matrix(columns.Length, columns.Length).Named(names, names);
        for (var i = 0; i < columns.Length; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                product[i, j] = product[j, i] = Cross(columns[i], isDeviation ? average[i] : 0, columns[j], isDeviation ? average[j] : 0, weights);
            }
        }

        MatrixLookup.Keep(session, name, product);
        if (means.Length > 0)
        {
            MatrixLookup.Keep(session, means, Matrix.Row(average, names));
        }

        Tell(session, count);
    }

    public static void RunVector(Session session, string rest)
    {
        var (name, syntax, hasConstant, _, _) = Parse(session, rest);
        var (columns, names, weights, count) = Columns(session, syntax, hasConstant);
        var row = columns.Skip(1).Select(column => Cross(columns[0], 0, column, 0, weights)).ToArray();
        MatrixLookup.Keep(session, name, Matrix.Row(row, names[1..]).Named([names[0]], names[1..]));
        Tell(session, count);
    }

    private static (string Name, CommandSyntax Syntax, bool HasConstant, bool IsDeviation, string Means) Parse(Session session, string rest)
    {
        var scanner = new Scanner(rest);
        var name = scanner.Name();
        scanner.SkipBlanks();
        if (scanner.Here != '=' || name.Length == 0)
        {
            throw StataError.InvalidSyntax();
        }

        var syntax = CommandSyntax.ParseWeighted(session, scanner.Rest[1..], WeightKind.Analytic, WeightKind.Frequency, WeightKind.Importance, WeightKind.Sampling);
        var hasConstant = !syntax.Options.Take("noconstant", 3);
        var isDeviation = syntax.Options.Take("deviations", 1);
        syntax.Options.TakeText("means", out var means, 1);
        syntax.Options.Finish();
        return (name, syntax, hasConstant, isDeviation, means);
    }

    private static (double[][] Columns, Stripe[] Names, double[] Weights, double Count) Columns(Session session, CommandSyntax syntax, bool hasConstant)
    {
        var variables = VariableList.Existing(session.Data, syntax.Before);
        if (variables.Count == 0)
        {
            throw new StataError(100, "varlist required");
        }

        if (variables.Find(variable => variable.IsText) is not null)
        {
            throw new StataError(109, "string variables may not be used in matrix accum");
        }

        int[] rows = [.. syntax.Selected().Where(at => variables.TrueForAll(variable => !Missing.Is(variable.Number(at))))];
        if (rows.Length == 0)
        {
            throw new StataError(2000, "no observations");
        }

        var weights = Array.ConvertAll(rows, syntax.Weight);
        var count = syntax.Weights?.Kind is WeightKind.Frequency or WeightKind.Importance ? weights.Sum() : rows.Length;
        if (syntax.Weights?.Kind == WeightKind.Analytic)
        {
            var factor = rows.Length / weights.Sum();
            weights = Array.ConvertAll(weights, weight => weight * factor);
        }

        var columns = variables.Select(variable => Array.ConvertAll(rows, variable.Number)).ToList();
        var names = variables.Select(variable => new Stripe("", variable.Name)).ToList();
        if (hasConstant)
        {
            columns.Add([.. Enumerable.Repeat(1.0, rows.Length)]);
            names.Add(new Stripe("", "_cons"));
        }

        return ([.. columns], [.. names], weights, count);
    }

    private static double Cross(double[] x, double xMean, double[] y, double yMean, double[] weights)
    {
        var sum = 0.0;
        for (var i = 0; i < x.Length; i++)
        {
            sum += (x[i] - xMean) * (y[i] - yMean) * weights[i];
        }

        return sum;
    }

    private static double Sum(double[] values, double[] weights)
    {
        var sum = 0.0;
        for (var i = 0; i < values.Length; i++)
        {
            sum += values[i] * weights[i];
        }

        return sum;
    }

    private static void Tell(Session session, double count)
    {
        session.R = new Results();
        session.R.Set("N", count);
        session.Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"(obs={NumberText.Integer((long)count)})"));
    }
}
