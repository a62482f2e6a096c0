using System.Globalization;
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
            Post(session, scanner.Rest);
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

    /// <summary>Without matrices: it clears what was stored, and <c>esample()</c> and <c>obs()</c> are kept.</summary>
    private static void Post(Session session, string rest)
    {
        var comma = CommandSplitter.OptionsComma(rest);
        if ((comma < 0 ? rest : rest[..comma]).Trim().Length > 0)
        {
            throw StataError.NotImitated("ereturn post with matrices");
        }

        var options = OptionSet.Parse(comma < 0 ? "" : rest[(comma + 1)..]);
        session.E.Clear();
        session.Data.SetSample(null);
        options.TakeText("esample", out _, 1);
        options.TakeText("depname", out var dependent, 1);
        session.E.Set("depvar", dependent);
        if (options.TakeNumber("obs", 1) is { } observations)
        {
            session.E.Set("N", observations);
        }

        options.Finish();
    }

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
                results.Set(name, MatrixParser.Evaluate(session, scanner.Here == '=' ? scanner.Rest[1..] : scanner.Rest));
                break;
            default:
                throw StataError.InvalidSyntax();
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
