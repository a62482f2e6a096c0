using StataRuns.StandIn.Lexing;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Matrices;

/// <summary>Finds matrices by what a command calls them: <c>A</c>, <c>r(table)</c>, <c>e(b)</c>.</summary>
internal static class MatrixLookup
{
    public static Matrix Get(Session session, string name) => Find(session, name.Trim()) ?? throw StataError.NotFound($"matrix {name.Trim()}");

    /// <summary>Null if there is none.</summary>
    public static Matrix? Find(Session session, string name)
    {
        if (name.Length > 3 && name[1] == '(' && name[^1] == ')')
        {
            return name[0] switch
            {
                'r' => session.R.Matrix(name[2..^1].Trim()),
                'e' => session.E.Matrix(name[2..^1].Trim()),
                _ => null,
            };
        }

        return session.Matrices.GetValueOrDefault(name);
    }

    /// <summary>Keeps a matrix under a name; a scalar of that name is gone, for they share their names.</summary>
    public static void Keep(Session session, string name, Matrix matrix)
    {
        if (!Names.IsName(name) || Names.IsReserved(name))
        {
            throw new StataError(198, $"{name} invalid name");
        }

        session.Scalars.Remove(name);
        session.Matrices[name] = matrix.Named(matrix.RowNames, matrix.ColumnNames);
    }

    /// <summary>Where a name stands among names, counted from 0; -1 if nowhere. A name without an equation is the first of that name.</summary>
    public static int Index(ReadOnlySpan<Stripe> names, string wanted)
    {
        var stripe = Stripe.Parse(wanted);
        var isQualified = wanted.Contains(':', StringComparison.Ordinal);
        for (var i = 0; i < names.Length; i++)
        {
            if ((!isQualified || names[i].Equation == stripe.Equation || stripe.Name.Length == 0) && FactorNames.AreSame(names[i].Name, stripe.Name))
            {
                return i;
            }

            if (isQualified && stripe.Name.Length == 0 && names[i].Equation == stripe.Equation)
            {
                return i;
            }
        }

        return -1;
    }
}
