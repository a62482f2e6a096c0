using StataRuns.StandIn.Data;
using StataRuns.StandIn.Formats;
using StataRuns.StandIn.Matrices;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands.Estimation.Models;

/// <summary>What an estimation command is about to fit: the dependent variable, the design and the sample.</summary>
internal sealed class Model
{
    private Model(Variable dependent, Design design, int[] rows, bool hasConstant, Weights? weights)
    {
        Dependent = dependent;
        Rows = rows;
        HasConstant = hasConstant;
        WeightKind = weights?.Kind;
        Y = Array.ConvertAll(rows, dependent.Number);
        RawWeights = weights is null ? null : Array.ConvertAll(rows, weights.Of);
        var columns = design.Columns.ToList();
        if (hasConstant)
        {
            columns.Add(new DesignColumn("_cons", [.. Enumerable.Repeat(1.0, rows.Length)]));
        }

        Columns = columns;
        Notes = design.Notes;
    }

    public Variable Dependent { get; }

    /// <summary>The constant is the last.</summary>
    public IReadOnlyList<DesignColumn> Columns { get; set; }

    public IReadOnlyList<string> Notes { get; }

    public int[] Rows { get; }

    public double[] Y { get; }

    public bool HasConstant { get; }

    public WeightKind? WeightKind { get; }

    public double[]? RawWeights { get; }

    /// <summary>Weights as formulas use them: those that only say how observations compare sum to their number.</summary>
    public double[]? Weights => RawWeights is not null && WeightKind is Commands.WeightKind.Analytic or Commands.WeightKind.Sampling
        ? Scaled(RawWeights!)
        : RawWeights;

    /// <summary>Frequency weights are that many observations.</summary>
    public double Observations => WeightKind is Commands.WeightKind.Frequency or Commands.WeightKind.Importance ? RawWeights!.Sum() : Rows.Length;

    /// <summary>The columns that are estimated, if others don't determine them.</summary>
    public double[][] Values => [.. Columns.Where(column => column.Values is not null).Select(column => column.Values!)];

    /// <param name="cluster">Observations without a cluster are not used.</param>
    public static Model Of(Session session, CommandSyntax syntax, bool hasConstant, Variable? cluster)
    {
        var words = syntax.Before.Split([' ', '\t'], 2, StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 0)
        {
            throw new StataError(100, "varlist required");
        }

        if (TermList.HasOperators(words[0]))
        {
            throw new StataError(198, "depvar may not be a factor variable");
        }

        var first = VariableList.Existing(session.Data, words[0]); // a range or pattern holds regressors, too
        var dependent = first[0];
        var terms = TermList.Parse(session.Data, $"{string.Join(' ', first.Skip(1).Select(variable => variable.Name))} {(words.Length > 1 ? words[1] : "")}");
        var rows = Sample(syntax, [dependent, .. terms.SelectMany(term => term.Factors).Select(factor => factor.Variable).Distinct()], cluster);
        var model = new Model(dependent, Design.Of(terms, rows), rows, hasConstant, syntax.Weights);
        return model.Columns.Count > 0 ? model : throw new StataError(102, "too few variables specified");
    }

    /// <summary>The same with some of the observations, and other columns.</summary>
    public Model With(bool[] isKept, IReadOnlyList<DesignColumn> columns) => new(this, isKept, columns);

    private Model(Model other, bool[] isKept, IReadOnlyList<DesignColumn> columns)
    {
        Dependent = other.Dependent;
        HasConstant = other.HasConstant;
        WeightKind = other.WeightKind;
        Notes = other.Notes;
        Rows = Kept(other.Rows);
        Y = Kept(other.Y);
        RawWeights = other.RawWeights is null ? null : Kept(other.RawWeights);
        Columns = [.. columns.Select(column => column with { Values = column.Values is null ? null : Kept(column.Values) })];

        T[] Kept<T>(T[] values) => [.. values.Where((_, i) => isKept[i])];
    }

    public void SayNotes(Session session)
    {
        if (WeightKind is Commands.WeightKind.Analytic or Commands.WeightKind.Sampling)
        {
            session.Console.WriteLine($"(sum of wgt is {DisplayFormat.Number('g', 15, 0, commas: true).Bare((float)RawWeights!.Sum())})");
        }

        foreach (var note in Notes)
        {
            session.Console.WriteLine($"note: {note}");
        }
    }

    /// <summary>Spreads what was estimated over all columns, and says what collinearity left out.</summary>
    public Stripe[] Names(Session session, bool[] isOmitted, string equation)
    {
        var names = new Stripe[Columns.Count];
        var at = 0;
        for (var i = 0; i < names.Length; i++)
        {
            var (name, values) = Columns[i];
            if (values is not null && isOmitted[at++])
            {
                session.Console.WriteLine($"note: {FactorNames.Plain(name)} omitted because of collinearity.");
                name = FactorNames.Omitted(name);
            }

            names[i] = new Stripe(equation, name);
        }

        return names;
    }

    public double[] Spread(double[] estimated)
    {
        var at = 0;
        return [.. Columns.Select(column => column.Values is null ? 0 : estimated[at++])];
    }

    public Matrix Spread(double[,] estimated, Stripe[] names)
    {
        int[] places = [.. Enumerable.Range(0, Columns.Count).Where(i => Columns[i].Values is not null)];
        var spread = new Matrix(Columns.Count, Columns.Count).Named(names, names);
        for (var i = 0; i < places.Length; i++)
        {
            for (var j = 0; j < places.Length; j++)
            {
                spread[places[i], places[j]] = estimated[i, j];
            }
        }

        return spread;
    }

    private static int[] Sample(CommandSyntax syntax, List<Variable> variables, Variable? cluster)
    {
        if (variables.Exists(variable => variable.IsText))
        {
            throw new StataError(2000, "no observations");
        }

        var rows = new List<int>();
        foreach (var at in syntax.Selected())
        {
            var isComplete = cluster is null || (cluster.IsText ? cluster.Text(at).Length > 0 : !Missing.Is(cluster.Number(at)));
            for (var i = 0; isComplete && i < variables.Count; i++)
            {
                isComplete = !Missing.Is(variables[i].Number(at));
            }

            if (isComplete)
            {
                rows.Add(at);
            }
        }

        return rows.Count > 0 ? [.. rows] : throw new StataError(2000, "no observations");
    }

    private static double[] Scaled(double[] weights)
    {
        var factor = weights.Length / weights.Sum();
        return Array.ConvertAll(weights, weight => weight * factor);
    }
}
