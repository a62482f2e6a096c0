using StataRuns.StandIn.Lexing;
using StataRuns.StandIn.Macros;
using StataRuns.StandIn.Matrices;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands.Matrices;

/// <summary><c>matrix rownames A = names</c>, and <c>colnames</c>, <c>roweq</c>, <c>coleq</c>; the last name goes on to the end.</summary>
internal static class MatrixNaming
{
    public static void Run(Session session, string what, string rest)
    {
        var scanner = new Scanner(rest);
        var name = scanner.Name();
        scanner.SkipBlanks();
        if (scanner.Here != '=')
        {
            throw StataError.InvalidSyntax();
        }

        var matrix = session.Matrices.GetValueOrDefault(name) ?? throw StataError.NotFound($"matrix {name}");
        var words = Tokens.Split(scanner.Rest[1..]);
        var isRow = what[0] == 'r';
        var names = (Stripe[])(isRow ? matrix.RowNames : matrix.ColumnNames).Clone();
        if (words.Count == 0)
        {
            throw new StataError(198, "invalid syntax");
        }

        if (words.Count > names.Length)
        {
            throw new StataError(503, "conformability error");
        }

        for (var i = 0; i < names.Length; i++)
        {
            names[i] = Named(names[i], words[Math.Min(i, words.Count - 1)], isEquation: what.EndsWith("eq", StringComparison.Ordinal));
        }

        _ = isRow ? matrix.RowNames = names : matrix.ColumnNames = names;
    }

    private static Stripe Named(Stripe before, string word, bool isEquation)
    {
        if (isEquation)
        {
            var equation = word.TrimEnd(':');
            return before with { Equation = equation == "_" ? "" : equation };
        }

        if (!word.Contains(':', StringComparison.Ordinal))
        {
            return before with { Name = word };
        }

        var stripe = Stripe.Parse(word);
        return stripe.Name.Length == 0 ? before with { Equation = stripe.Equation } : stripe;
    }
}
