using StataRuns.StandIn.Lexing;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands.Language;

/// <summary><c>program drop</c>, <c>program list</c>, <c>program dir</c>; definitions are read by whoever reads lines.</summary>
internal static class ProgramCommand
{
    public static void Run(Session session, string rest)
    {
        var scanner = new Scanner(rest);
        var verb = scanner.Name();
        var names = scanner.Rest.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        if (verb == "drop")
        {
            Drop(session, names);
        }
        else if (verb == "dir")
        {
            foreach (var program in session.Programs.Values)
            {
                session.Console.WriteLine($"  {program.Name}");
            }
        }
        else if (verb.Length > 0 && "list".StartsWith(verb, StringComparison.Ordinal))
        {
            List(session, names);
        }
        else
        {
            throw StataError.InvalidSyntax();
        }
    }

    private static void Drop(Session session, string[] names)
    {
        if (names is ["_all"])
        {
            session.Programs.Clear();
            return;
        }

        foreach (var name in names)
        {
            if (!session.Programs.Remove(name))
            {
                throw StataError.NotFound(name);
            }
        }
    }

    private static void List(Session session, string[] names)
    {
        foreach (var name in names is [] or ["_all"] ? [.. session.Programs.Keys] : names)
        {
            if (!session.Programs.TryGetValue(name, out var program))
            {
                throw StataError.NotFound(name);
            }

            session.Console.WriteLine();
            session.Console.WriteLine($"{name}{(program.ResultClass == 'n' ? "" : $", {program.ResultClass}class")}:");
            var number = 0;
            foreach (var line in program.Lines.Where(line => line.Length > 0))
            {
                session.Console.WriteLine($"{++number,3}. {line}");
            }
        }
    }
}
