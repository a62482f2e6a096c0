using System.Globalization;
using StataRuns.StandIn.Data;
using StataRuns.StandIn.Lexing;
using StataRuns.StandIn.Macros;
using StataRuns.StandIn.Matrices;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands.Matrices;

/// <summary><c>mkmat</c> makes a matrix of variables, <c>svmat</c> variables of a matrix.</summary>
internal static class VariableMatrixCommands
{
    /// <summary><c>mkmat varlist [if] [in] [, matrix(name) nomissing rownames(variable)]</c></summary>
    public static void Make(Session session, string rest)
    {
        var syntax = CommandSyntax.Parse(session, rest);
        var hasName = syntax.Options.TakeText("matrix", out var name, 3);
        var isComplete = syntax.Options.Take("nomissing", 3);
        var rowNames = syntax.Options.TakeText("rownames", out var named, 4) ? VariableList.Single(session.Data, named) : null;
        syntax.Options.Finish();
        var variables = VariableList.Existing(session.Data, syntax.Before);
        if (variables.Count == 0)
        {
            throw new StataError(100, "varlist required");
        }

        if (variables.Find(variable => variable.IsText) is { } text)
        {
            throw new StataError(109, "string variables not allowed in varlist;\n" + $"{text.Name} is a string variable");
        }

        int[] rows = [.. syntax.Selected().Where(at => !isComplete || variables.TrueForAll(variable => !Missing.Is(variable.Number(at))))];
        if (rows.Length == 0)
        {
            throw new StataError(2000, "no observations");
        }

        Stripe[]? sides = rowNames is null ? null : [.. rows.Select(at => new Stripe("", rowNames.Show(at).Replace(' ', '_')))];
        if (hasName)
        {
            MatrixLookup.Keep(session, name, Of(variables, rows, sides));
            return;
        }

        foreach (var variable in variables)
        {
            MatrixLookup.Keep(session, variable.Name, Of([variable], rows, sides));
        }
    }

    /// <summary><c>svmat [type] A [, names(col | eqcol | matcol | stub)]</c></summary>
    public static void Save(Session session, string rest)
    {
        var comma = CommandSplitter.OptionsComma(rest);
        var options = OptionSet.Parse(comma < 0 ? "" : rest[(comma + 1)..]);
        options.TakeText("names", out var names, 1);
        options.Finish();
        var words = (comma < 0 ? rest : rest[..comma]).Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        var type = words.Length == 2 ? StorageType.Parse(words[0]) ?? throw StataError.InvalidSyntax() : StorageType.Float;
        var name = words.Length is 1 or 2 ? words[^1] : throw StataError.InvalidSyntax();
        var matrix = MatrixLookup.Get(session, name);
        string[] columns = [.. matrix.ColumnNames.Select((stripe, j) => names switch
        {
            "col" => stripe.Name,
            "eqcol" => stripe.Equation + stripe.Name,
            "matcol" => name + stripe.Name,
            _ => string.Create(CultureInfo.InvariantCulture, $"{(names.Length == 0 ? name : Tokens.Unquote(names).TrimEnd('*'))}{j + 1}"),
        })];
        if (Array.Find(columns, column => session.Data.Exact(column) is not null) is { } taken)
        {
            throw new StataError(110, $"variable {taken} already defined");
        }

        if (matrix.Rows > session.Data.Observations)
        {
            var before = session.Data.Observations;
            session.Data.SetObservations(matrix.Rows);
            session.Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Number of observations will be reset to {matrix.Rows}"));
            session.Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Number of observations (_N) was {before}, now {matrix.Rows}."));
        }

        for (var j = 0; j < columns.Length; j++)
        {
            var variable = session.Data.Add(columns[j], type);
            for (var i = 0; i < matrix.Rows; i++)
            {
                variable.Set(i, type.Store(matrix[i, j]));
            }
        }
    }

    private static Matrix Of(List<Variable> variables, int[] rows, Stripe[]? sides)
    {
        var matrix = new Matrix(rows.Length, variables.Count).Named(sides, [.. variables.Select(variable => new Stripe("", variable.Name))]);
        for (var j = 0; j < variables.Count; j++)
        {
            for (var i = 0; i < rows.Length; i++)
            {
                matrix[i, j] = variables[j].Number(rows[i]);
            }
        }

        return matrix;
    }
}
