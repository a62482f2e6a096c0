using StataRuns.StandIn.Lexing;
using StataRuns.StandIn.Matrices;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands.Estimation;

/// <summary><c>ereturn post</c>, <c>ereturn repost</c>, <c>ereturn display</c>: programs that estimate leave and show their results.</summary>
internal static class PostCommand
{
    /// <summary><c>ereturn post [b [V]] [, esample(variable) depname(name) obs(#) dof(#) properties()]</c>; the matrices move.</summary>
    public static void Post(Session session, string rest)
    {
        var (words, options) = Split(rest);
        var sample = options.TakeText("esample", out var name, 1) ? Sample(session, name) : null;
        options.TakeText("depname", out var dependent, 1);
        var (observations, degrees) = (options.TakeNumber("obs", 1), options.TakeNumber("dof", 2));
        options.TakeText("properties", out var properties, 4);
        options.Take("buildfvinfo");
        options.Take("findomitted");
        options.Finish();
        var b = words.Length > 0 ? MatrixLookup.Get(session, words[0]) : null;
        var v = words.Length > 1 ? MatrixLookup.Get(session, words[1]) : null;
        Check(b, v);
        var e = session.E;
        e.Clear();
        session.Data.SetSample(sample);
        if (b is not null)
        {
            e.Set("b", b);
            session.Matrices.Remove(words[0]);
        }

        if (v is not null)
        {
            e.Set("V", v);
            session.Matrices.Remove(words[1]);
        }

        if (observations is { } n)
        {
            e.Set("N", n);
        }

        if (degrees is { } df)
        {
            e.Set("df_r", df);
        }

        e.Set("depvar", dependent);
        e.Set("properties", properties.Length > 0 ? properties : v is not null ? "b V" : b is not null ? "b" : "");
    }

    /// <summary><c>ereturn repost [b = matrix] [V = matrix] [, esample(variable) rename]</c></summary>
    public static void Repost(Session session, string rest)
    {
        var (words, options) = Split(rest.Replace("=", " = ", StringComparison.Ordinal));
        var renames = options.Take("rename", 3);
        var sample = options.TakeText("esample", out var name, 1) ? Sample(session, name) : null;
        options.Take("buildfvinfo");
        options.Finish();
        var old = session.E.Matrix("b") ?? throw new StataError(301, "last estimates not found");
        for (var i = 0; i < words.Length; i += 3)
        {
            if (i + 2 >= words.Length || words[i + 1] != "=" || words[i] is not ("b" or "V"))
            {
                throw StataError.InvalidSyntax();
            }

            var matrix = MatrixLookup.Get(session, words[i + 2]);
            if (matrix.Columns != old.Columns || (!renames && !matrix.ColumnNames.AsSpan().SequenceEqual(old.ColumnNames)))
            {
                throw new StataError(matrix.Columns != old.Columns ? 503 : 507, matrix.Columns != old.Columns ? "conformability error" : "name conflict");
            }

            session.E.Set(words[i], matrix);
            session.Matrices.Remove(words[i + 2]);
        }

        if (renames && session.E.Matrix("V") is { } v)
        {
            var names = session.E.Matrix("b")!.ColumnNames;
            session.E.Set("V", v.Copy().Named(names, names));
        }

        if (sample is not null)
        {
            session.Data.SetSample(sample);
        }
    }

    /// <summary><c>ereturn display [, eform(title) level(#)]</c></summary>
    public static void Display(Session session, string rest)
    {
        var (words, options) = Split(rest);
        var exponential = options.TakeText("eform", out var title, 2) ? Macros.Tokens.Unquote(title) is { Length: > 0 } given ? given : "exp(b)"
            : options.Take("eform", 2) ? "exp(b)" : null;
        var table = TableOptions.Take(options, session.Settings.Level) with { Exponential = exponential };
        options.TakeNumber("first");
        options.Finish();
        if (words.Length > 0)
        {
            throw StataError.InvalidSyntax();
        }

        CoefficientTable.Show(session, table);
    }

    private static (string[] Words, OptionSet Options) Split(string rest)
    {
        var comma = CommandSplitter.OptionsComma(rest);
        return ((comma < 0 ? rest : rest[..comma]).Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries), OptionSet.Parse(comma < 0 ? "" : rest[(comma + 1)..]));
    }

    private static List<int> Sample(Session session, string name)
    {
        var variable = session.Data.Exact(name) ?? throw new StataError(111, $"variable {name} not found");
        List<int> rows = [.. Enumerable.Range(0, session.Data.Observations).Where(at => variable.Number(at) is var number && number != 0 && !Missing.Is(number))];
        session.Data.Remove(variable);
        return session.Data.Variables.Count > 0 ? rows : []; // the observations went with the last variable
    }

    private static void Check(Matrix? b, Matrix? v)
    {
        if (b is { Rows: not 1 } || (v is not null && (v.Rows != v.Columns || v.Columns != b!.Columns)))
        {
            throw StataError.Nonconformable();
        }

        if (v is not null && !v.ColumnNames.AsSpan().SequenceEqual(v.RowNames))
        {
            throw new StataError(507, "name conflict");
        }

        if (b is not null && (b.HasMissing() || v?.HasMissing() == true))
        {
            throw new StataError(504, "matrix has missing values");
        }

        if (v is not null && !v.ColumnNames.AsSpan().SequenceEqual(b!.ColumnNames))
        {
            throw new StataError(507, "name conflict");
        }
    }
}
