using System.Globalization;
using StataRuns.StandIn.Lexing;
using StataRuns.StandIn.Matrices;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Macros;

/// <summary>The macro functions <c>rownames</c>, <c>colnames</c>, <c>roweq</c>, <c>coleq</c>, <c>rowfullnames</c>, <c>colfullnames</c>, <c>rowsof</c>, <c>colsof</c>.</summary>
internal static class MatrixNames
{
    public static string Of(Session session, string function, string rest)
    {
        var comma = CommandSplitter.OptionsComma(rest);
        var options = Commands.OptionSet.Parse(comma < 0 ? "" : rest[(comma + 1)..]);
        var isQuoted = options.Take("quoted", 1);
        options.Finish();
        var matrix = MatrixLookup.Get(session, comma < 0 ? rest : rest[..comma]);
        if (function.EndsWith("sof", StringComparison.Ordinal))
        {
            return (function == "rowsof" ? matrix.Rows : matrix.Columns).ToString(CultureInfo.InvariantCulture);
        }

        var names = function.StartsWith("row", StringComparison.Ordinal) ? matrix.RowNames : matrix.ColumnNames;
        var texts = names.Select(name => function[3..] switch
        {
            "names" => name.Name,
            "eq" => name.Equation.Length == 0 ? "_" : name.Equation,
            _ => name.ToString(),
        });
        return string.Join(' ', texts.Select(text => isQuoted || text.Contains(' ', StringComparison.Ordinal) ? $"\"{text}\"" : text));
    }
}
