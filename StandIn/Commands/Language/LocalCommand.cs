using StataRuns.StandIn.Formats;
using StataRuns.StandIn.Lexing;
using StataRuns.StandIn.Macros;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands.Language;

/// <summary><c>local</c> and <c>global</c>: <c>name text</c>, <c>name = exp</c>, <c>name : function</c>, <c>++name</c>.</summary>
internal static class LocalCommand
{
    private const int LongestLocal = 31;
    private const int LongestGlobal = 32;

    public static void Local(Session session, string rest)
    {
        var scanner = new Scanner(rest);
        scanner.SkipBlanks();
        if (scanner.Here is '+' or '-')
        {
            var sign = scanner.Here;
            if (!scanner.Text.AsSpan(scanner.Position).StartsWith(new string(sign, 2), StringComparison.Ordinal))
            {
                throw StataError.InvalidSyntax();
            }

            scanner.Position += 2;
            var counter = Name(ref scanner, LongestLocal);
            var before = session.Frame.Locals.GetValueOrDefault(counter, "0");
            session.Frame.SetLocal(counter, DisplayFormat.Macro.Bare(session.Number(before) + (sign == '+' ? 1 : -1)));
            return;
        }

        var name = Name(ref scanner, LongestLocal);
        session.Frame.SetLocal(name, Value(session, ref scanner));
    }

    public static void Global(Session session, string rest)
    {
        var scanner = new Scanner(rest);
        var name = Name(ref scanner, LongestGlobal);
        var value = Value(session, ref scanner);
        if (value.Length == 0)
        {
            session.Globals.Remove(name);
        }
        else
        {
            session.Globals[name] = value;
        }
    }

    /// <summary>Throws unless a local macro may have the name (which may begin with a digit).</summary>
    public static void CheckName(string name)
    {
        foreach (var letter in name)
        {
            if (!Names.IsPart(letter))
            {
                throw new StataError(198, $"{name} invalid name");
            }
        }

        if (name.Length is 0 or > LongestLocal)
        {
            throw new StataError(198, $"{name} invalid name");
        }
    }

    private static string Name(ref Scanner scanner, int longest)
    {
        scanner.SkipBlanks();
        var start = scanner.Position;
        var name = scanner.Name();
        if (name.Length == 0)
        {
            while (!scanner.IsAtEnd && scanner.Here is not (' ' or '\t'))
            {
                scanner.Position++;
            }

            throw start == scanner.Position ? StataError.InvalidSyntax() : new StataError(198, $"{scanner.Text[start..scanner.Position]} invalid name");
        }

        return name.Length <= longest ? name : throw new StataError(198, $"{name} invalid name");
    }

    private static string Value(Session session, ref Scanner scanner)
    {
        scanner.SkipBlanks();
        switch (scanner.Here)
        {
            case '=':
                return session.Evaluate(scanner.Rest[1..]).AsMacro();
            case ':':
                return MacroFunctions.Evaluate(session, scanner.Rest[1..].Trim());
            default:
                return Tokens.Unquote(scanner.Rest.Trim());
        }
    }
}
