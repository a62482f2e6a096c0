using StataRuns.StandIn.Lexing;
using StataRuns.StandIn.Macros;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands.Language;

/// <summary><c>macro list</c>, <c>macro dir</c>, <c>macro drop</c>, <c>macro shift</c>.</summary>
internal static class MacroCommand
{
    public static void Run(Session session, string rest)
    {
        var scanner = new Scanner(rest);
        var verb = scanner.Name();
        var names = scanner.Rest.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        switch (verb)
        {
            case "drop":
                Drop(session, names);
                break;
            case "shift" or "s":
                Shift(session, names);
                break;
            case "dir" or "list" or "l" or "li" or "lis" or "":
                List(session, names);
                break;
            default:
                throw StataError.InvalidSyntax();
        }
    }

    private static void Drop(Session session, string[] names)
    {
        foreach (var name in names)
        {
            if (name == "_all")
            {
                session.Globals.Clear();
            }
            else if (name.StartsWith('_') && !name.Contains('*', StringComparison.Ordinal))
            {
                session.Frame.SetLocal(name[1..], "");
            }
            else
            {
                foreach (var found in session.Globals.Keys.Where(key => System.IO.Enumeration.FileSystemName.MatchesSimpleExpression(name, key, ignoreCase: false)).ToList())
                {
                    session.Globals.Remove(found);
                }
            }
        }
    }

    private static void Shift(Session session, string[] words)
    {
        var count = words.Length == 0 ? 1 : (int)Math.Clamp(session.Number(words[0]), 0, 100_000);
        var frame = session.Frame;
        var values = Enumerable.Range(1, frame.Positions)
            .Select(number => frame.Locals.GetValueOrDefault(MacroExpander.Position(number), ""))
            .Skip(count).ToList();
        frame.SetPositions(values);
    }

    /// <summary>Globals by name; locals behind them, with a <c>_</c> before the name.</summary>
    private static void List(Session session, string[] names)
    {
        var all = session.Globals.OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .Concat(session.Frame.Locals.Select(pair => KeyValuePair.Create("_" + pair.Key, pair.Value)).OrderBy(pair => pair.Key, StringComparer.Ordinal))
            .ToList();
        foreach (var name in names)
        {
            if (name != "_all" && !all.Exists(pair => pair.Key == name))
            {
                throw StataError.NotFound($"macro {name}");
            }
        }

        foreach (var (name, value) in all)
        {
            if (names is [] or ["_all"] || names.Contains(name))
            {
                session.Console.WriteLine($"{name + ":",-16}{value}");
            }
        }
    }
}
