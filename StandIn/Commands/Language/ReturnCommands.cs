using System.Globalization;
using StataRuns.StandIn.Commands.Estimation;
using StataRuns.StandIn.Formats;
using StataRuns.StandIn.Lexing;
using StataRuns.StandIn.Macros;
using StataRuns.StandIn.Matrices;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands.Language;

/// <summary><c>return</c>, <c>ereturn</c>, <c>sreturn</c>: storing results and listing them.</summary>
internal static class ReturnCommands
{
    public static void Return(Session session, string rest)
    {
        var word = new Scanner(rest).Name();
        if (IsList(word))
        {
            List(session, session.R, "r");
            return;
        }

        var results = session.Frame.Return ?? throw new StataError(119, "statement out of context");
        if (word == "add")
        {
            foreach (var (name, value) in session.R.Scalars)
            {
                results.Set(name, value);
            }

            foreach (var (name, value) in session.R.Macros)
            {
                results.Set(name, value);
            }

            foreach (var (name, value) in session.R.Matrices)
            {
                results.Set(name, value);
            }

            return;
        }

        Store(session, results, rest);
    }

    public static void EReturn(Session session, string rest)
    {
        var scanner = new Scanner(rest);
        var word = scanner.Name();
        if (IsList(word))
        {
            List(session, session.E, "e");
        }
        else if (word == "clear")
        {
            session.E.Clear();
            session.Data.SetSample(null);
        }
        else if (word == "post")
        {
            PostCommand.Post(session, scanner.Rest);
        }
        else if (word == "repost")
        {
            PostCommand.Repost(session, scanner.Rest);
        }
        else if (word.Length >= 2 && "display".StartsWith(word, StringComparison.Ordinal))
        {
            PostCommand.Display(session, scanner.Rest);
        }
        else
        {
            Store(session, session.E, rest);
        }
    }

    public static void SReturn(Session session, string rest)
    {
        var word = new Scanner(rest).Name();
        if (IsList(word))
        {
            List(session, session.S, "s");
        }
        else
        {
            Store(session, session.S, rest);
        }
    }

    private static bool IsList(string word) => word.Length >= 1 && "list".StartsWith(word, StringComparison.Ordinal);

    private static void Store(Session session, Results results, string rest)
    {
        var scanner = new Scanner(rest);
        var kind = scanner.Name();
        if (kind == "clear")
        {
            results.Clear();
            return;
        }

        var name = scanner.Name();
        scanner.SkipBlanks();
        switch (kind)
        {
            case "scalar" or "sca" or "scal":
                results.Set(name, session.Number(scanner.Here == '=' ? scanner.Rest[1..] : scanner.Rest));
                break;
            case "local" or "loc":
                results.Set(name, scanner.Here switch
                {
                    '=' => session.Evaluate(scanner.Rest[1..]).AsMacro(),
                    ':' => MacroFunctions.Evaluate(session, scanner.Rest[1..].Trim()),
                    _ => Tokens.Unquote(scanner.Rest.Trim()),
                });
                break;
            case "matrix" or "mat":
                StoreMatrix(session, results, name, scanner.Here == '=' ? scanner.Rest[1..] : scanner.Rest);
                break;
            default:
                throw StataError.InvalidSyntax();
        }
    }

    /// <summary>A matrix that is named alone moves into the results, unless <c>copy</c> is asked for.</summary>
    private static void StoreMatrix(Session session, Results results, string name, string text)
    {
        var comma = CommandSplitter.OptionsComma(text);
        var keeps = comma >= 0 && text[(comma + 1)..].Trim() == "copy";
        var expression = (keeps ? text[..comma] : text).Trim();
        var matrix = MatrixParser.Evaluate(session, expression);
        results.Set(name, matrix.Copy().Named(matrix.RowNames, matrix.ColumnNames));
        if (!keeps)
        {
            session.Matrices.Remove(expression);
        }
    }

    private static void List(Session session, Results results, string letter)
    {
        var console = session.Console;
        var scalars = results.Scalars.ToList();
        var macros = results.Macros.ToList();
        if (scalars.Count > 0)
        {
            console.WriteLine();
            console.WriteLine("scalars:");
            foreach (var (name, value) in scalars)
            {
                console.WriteLine($"{$"{letter}({name})",22} =  {DisplayFormat.Macro.Bare(value)}");
            }
        }

        if (macros.Count > 0)
        {
            console.WriteLine();
            console.WriteLine("macros:");
            foreach (var (name, value) in macros)
            {
                console.WriteLine($"{$"{letter}({name})",22} : \"{value}\"");
            }
        }

        if (results.Matrices.Any())
        {
            console.WriteLine();
            console.WriteLine("matrices:");
            foreach (var (name, value) in results.Matrices)
            {
                console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{$"{letter}({name})",22} :  {value.Rows} x {value.Columns}"));
            }
        }

        if (letter == "e" && session.Data.Sample is not null)
        {
            console.WriteLine();
            console.WriteLine("functions:");
            console.WriteLine($"{"e(sample)",22}");
        }
    }
}
