using StataRuns.StandIn.Commands.Tables;
using StataRuns.StandIn.Lexing;
using StataRuns.StandIn.Matrices;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands.Matrices;

/// <summary><c>matrix</c>: defining, listing, naming, dropping and taking matrices apart.</summary>
internal static class MatrixCommand
{
    public static void Run(Session session, string rest)
    {
        var scanner = new Scanner(rest);
        var word = scanner.Name();
        scanner.SkipBlanks();
        if (word.Length > 0 && scanner.Here is '=' or '[')
        {
            MatrixDefinition.Define(session, rest);
            return;
        }

        var behind = scanner.Rest;
        switch (word)
        {
            case "" or "dir" or "di":
                Directory(session);
                break;
            case "list" or "lis" or "li" or "l":
                MatrixListing.Run(session, behind);
                break;
            case "define" or "def" or "input" or "in" or "inp":
                MatrixDefinition.Define(session, behind);
                break;
            case "drop":
                Drop(session, behind);
                break;
            case "rename" or "ren":
                Rename(session, behind);
                break;
            case "rownames" or "rown" or "colnames" or "coln" or "roweq" or "coleq":
                MatrixNaming.Run(session, word, behind);
                break;
            case "accum" or "ac" or "acc" or "accu":
                MatrixAccumulation.Run(session, behind);
                break;
            case "vecaccum" or "veca" or "vecac" or "vecacc" or "vecaccu":
                MatrixAccumulation.RunVector(session, behind);
                break;
            case "symeigen" or "syme" or "symei":
                MatrixDecompositions.SymmetricEigen(session, behind);
                break;
            case "svd":
                MatrixDecompositions.SingularValues(session, behind);
                break;
            default:
                throw StataError.InvalidSyntax();
        }
    }

    private static void Directory(Session session)
    {
        foreach (var (name, matrix) in session.Matrices.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            session.Console.WriteLine(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{TableText.Right(name, 13)}[{matrix.Rows},{matrix.Columns}]"));
        }
    }

    private static void Drop(Session session, string rest)
    {
        var names = rest.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        if (names is ["_all"])
        {
            session.Matrices.Clear();
            return;
        }

        foreach (var name in names.Length > 0 ? names : throw new StataError(100, "name required"))
        {
            if (!session.Matrices.Remove(name))
            {
                throw StataError.NotFound($"matrix {name}");
            }
        }
    }

    private static void Rename(Session session, string rest)
    {
        var names = rest.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        if (names.Length != 2)
        {
            throw StataError.InvalidSyntax();
        }

        var matrix = MatrixLookup.Get(session, names[0]);
        if (session.Matrices.ContainsKey(names[1]))
        {
            throw new StataError(110, $"matrix {names[1]} already defined");
        }

        MatrixLookup.Keep(session, names[1], matrix);
        session.Matrices.Remove(names[0]);
    }
}
