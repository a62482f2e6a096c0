using StataRuns.StandIn.Commands.Tables;
using StataRuns.StandIn.Formats;
using StataRuns.StandIn.Lexing;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands.Language;

/// <summary><c>scalar [define] name = exp</c>, <c>scalar list</c>, <c>scalar drop</c>.</summary>
internal static class ScalarCommand
{
    public static void Run(Session session, string rest)
    {
        var scanner = new Scanner(rest);
        var word = scanner.Name();
        scanner.SkipBlanks();
        if (scanner.Here == '=')
        {
            Define(session, word, scanner.Rest[1..]);
            return;
        }

        var names = scanner.Rest.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        if (word == "drop")
        {
            Drop(session, names);
        }
        else if (word is "" or "dir" || (word.Length >= 1 && "list".StartsWith(word, StringComparison.Ordinal)))
        {
            List(session, names);
        }
        else if (word.Length >= 1 && "define".StartsWith(word, StringComparison.Ordinal))
        {
            var name = scanner.Name();
            scanner.SkipBlanks();
            Define(session, name, scanner.Here == '=' ? scanner.Rest[1..] : throw StataError.InvalidSyntax());
        }
        else
        {
            throw StataError.InvalidSyntax();
        }
    }

    private static void Define(Session session, string name, string expression)
    {
        if (!Names.IsName(name) || Names.IsReserved(name))
        {
            throw new StataError(198, $"{name} invalid name");
        }

        session.Scalars[name] = session.Evaluate(expression);
    }

    private static void Drop(Session session, string[] names)
    {
        if (names is ["_all"])
        {
            session.Scalars.Clear();
            return;
        }

        foreach (var name in names)
        {
            if (!session.Scalars.Remove(name))
            {
                throw StataError.NotFound($"scalar {name}");
            }
        }
    }

    private static void List(Session session, string[] names)
    {
        foreach (var name in names is [] or ["_all"] ? [.. session.Scalars.Keys.Order(StringComparer.Ordinal)] : names)
        {
            if (!session.Scalars.TryGetValue(name, out var value))
            {
                throw StataError.NotFound($"scalar {name}");
            }

            session.Console.WriteLine($"{TableText.Right(name, 10)} = {value.Text ?? DisplayFormat.Display.Format(value.Number)}");
        }
    }
}
