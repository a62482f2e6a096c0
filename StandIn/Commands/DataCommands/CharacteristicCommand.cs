using StataRuns.StandIn.Data;
using StataRuns.StandIn.Lexing;
using StataRuns.StandIn.Macros;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands.DataCommands;

/// <summary><c>char [define] varname[name] text</c>, <c>char list [varname[]]</c>, <c>char rename old new</c></summary>
internal static class CharacteristicCommand
{
    public static void Run(Session session, string rest)
    {
        var scanner = new Scanner(rest);
        var position = scanner.Position;
        var word = scanner.Name();
        var isVerb = scanner.Here != '[' && (word is "define" or "list" or "rename" or "li" or "dir" || word.Length == 0);
        if (!isVerb)
        {
            scanner.Position = position;
        }

        if (word is "list" or "li" or "dir" or "" && isVerb)
        {
            List(session, scanner.Rest.Trim());
            return;
        }

        if (word == "rename" && isVerb)
        {
            session.Data.Characteristics.Rename(VariableList.Single(session.Data, scanner.Name()).Name, VariableList.Single(session.Data, scanner.Name()).Name);
            return;
        }

        var (owner, name) = Parts(session, Place(ref scanner));
        if (!Names.IsName(name))
        {
            throw StataError.InvalidSyntax();
        }

        session.Data.Characteristics.Set(owner, name, Tokens.Unquote(scanner.Rest.Trim()));
        session.Data.IsChanged = true;
    }

    /// <summary>Whose characteristic <c>x[name]</c> is, and its name, which may be empty.</summary>
    public static (string Owner, string Name) Parts(Session session, string place)
    {
        var bracket = place.IndexOf('[', StringComparison.Ordinal);
        var owner = bracket < 0 ? place : place[..bracket];
        var name = bracket < 0 ? "" : place[(bracket + 1)..].TrimEnd(']');
        return (owner == Characteristics.Data ? owner : VariableList.Single(session.Data, owner).Name, name);
    }

    private static string Place(ref Scanner scanner)
    {
        scanner.SkipBlanks();
        var start = scanner.Position;
        scanner.Name();
        if (scanner.Here != '[')
        {
            throw StataError.InvalidSyntax();
        }

        scanner.Bracketed('[', ']');
        return scanner.Text[start..scanner.Position];
    }

    private static void List(Session session, string place)
    {
        var owner = place.Length == 0 ? null : Parts(session, place).Owner;
        foreach (var (of, name, text) in session.Data.Characteristics.All)
        {
            if (owner is null || of == owner)
            {
                session.Console.WriteLine($"  {$"{of}[{name}]:",-26}  {text}");
            }
        }
    }
}
