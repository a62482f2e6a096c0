using StataRuns.StandIn.Data;
using StataRuns.StandIn.Graphs.Looks;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands.Graphs;

/// <summary>What a plot is made from: its part of the command, and where it stands among the graph's plots.</summary>
/// <param name="Place">The number of the style that it begins with.</param>
internal sealed record PlotSource(Session Session, CommandSyntax Syntax, Scheme Scheme, int[] Rows, int Place)
{
    public OptionSet Options => Syntax.Options;

    public StyleOptions Styles() => new(Options, Scheme);

    /// <summary>Numeric variables: those that are drawn, and last the one they are drawn against.</summary>
    public (Variable[] Ys, Variable X) Variables(int least = 2, int most = int.MaxValue)
    {
        var variables = VariableList.Existing(Session.Data, Syntax.Before);
        if (variables.Count < least)
        {
            throw variables.Count == 0 ? new StataError(100, "varlist required") : new StataError(102, "too few variables specified");
        }

        if (variables.Count > most)
        {
            throw new StataError(103, "too many variables specified");
        }

        return variables.Find(variable => variable.IsText) is { } text
            ? throw new StataError(109, $"string variables not allowed in varlist;\n{text.Name} is a string variable")
            : ([.. variables[..^1]], variables[^1]);
    }

    /// <summary>The observations that have a value in all variables, as columns.</summary>
    public static double[][] Columns(int[] rows, params Variable[] variables)
    {
        var kept = new List<int>(rows.Length);
        foreach (var at in rows)
        {
            if (Array.TrueForAll(variables, variable => !Missing.Is(variable.Number(at))))
            {
                kept.Add(at);
            }
        }

        return Array.ConvertAll(variables, variable => kept.ConvertAll(variable.Number).ToArray());
    }
}
