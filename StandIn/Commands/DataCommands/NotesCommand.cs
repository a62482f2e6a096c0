using System.Globalization;
using StataRuns.StandIn.Data;
using StataRuns.StandIn.Lexing;
using StataRuns.StandIn.Macros;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands.DataCommands;

/// <summary><c>notes [varname]: text</c>, <c>notes [list] [varlist]</c>, <c>notes drop varlist [in #]</c>, <c>notes replace varname in #: text</c>, <c>notes renumber varname</c></summary>
internal static class NotesCommand
{
    public static void Run(Session session, string rest)
    {
        var colon = rest.IndexOf(':', StringComparison.Ordinal);
        var scanner = new Scanner(colon < 0 ? rest : rest[..colon]);
        var word = scanner.Name();
        if (colon >= 0)
        {
            var text = rest[(colon + 1)..].Trim();
            if (word == "replace")
            {
                Replace(session, scanner.Rest, text);
                return;
            }

            var now = DateTime.Now.ToString("d MMM yyyy HH:mm", CultureInfo.InvariantCulture);
            Notes.Add(session.Data.Characteristics, Owner(session, word), text.Replace("TS", now, StringComparison.Ordinal));
            session.Data.IsChanged = true;
            return;
        }

        switch (word)
        {
            case "drop":
                Drop(session, scanner.Rest);
                break;
            case "renumber":
                Renumber(session, Owner(session, scanner.Name()));
                break;
            default:
                List(session, word == "list" ? scanner.Rest : rest);
                break;
        }
    }

    private static string Owner(Session session, string name) => name.Length == 0 || name == Characteristics.Data ? Characteristics.Data : VariableList.Single(session.Data, name).Name;

    private static List<string> Owners(Session session, string names)
    {
        if (names.Trim().Length == 0 || names.Trim() == "_all")
        {
            return [Characteristics.Data, .. session.Data.Variables.Select(variable => variable.Name)];
        }

        var owners = new List<string>();
        foreach (var name in names.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries))
        {
            owners.AddRange(name == Characteristics.Data ? [name] : VariableList.Existing(session.Data, name).Select(variable => variable.Name));
        }

        return owners;
    }

    private static void List(Session session, string names)
    {
        foreach (var owner in Owners(session, names))
        {
            List<(int Number, string Text)> notes = [.. Notes.Of(session.Data.Characteristics, owner)];
            if (notes.Count == 0)
            {
                continue;
            }

            session.Console.WriteLine();
            session.Console.WriteLine($"{owner}:");
            notes.ForEach(note => session.Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{note.Number,3}.  {note.Text}")));
        }
    }

    private static void Drop(Session session, string rest)
    {
        var at = CommandSplitter.Word(rest, "in");
        var numbers = at < 0 ? null : NumberList.Parse(rest[(at + 2)..]);
        var dropped = 0;
        foreach (var owner in Owners(session, at < 0 ? rest : rest[..at]))
        {
            foreach (var (number, _) in Notes.Of(session.Data.Characteristics, owner).ToList())
            {
                if (numbers is null || numbers.Contains(number))
                {
                    Notes.Drop(session.Data.Characteristics, owner, number);
                    dropped++;
                }
            }
        }

        session.Console.WriteLine($"  ({Formats.Counted.Of(dropped, "note")} dropped)");
        session.Data.IsChanged |= dropped > 0;
    }

    private static void Replace(Session session, string rest, string text)
    {
        var at = CommandSplitter.Word(rest, "in");
        if (at < 0 || !int.TryParse(Tokens.Unquote(rest[(at + 2)..].Trim()), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            throw StataError.InvalidSyntax();
        }

        var owner = Owner(session, rest[..at].Trim());
        if (!Notes.Of(session.Data.Characteristics, owner).Any(note => note.Number == number))
        {
            throw new StataError(198, $"note {number} not found");
        }

        Notes.Replace(session.Data.Characteristics, owner, number, text);
        session.Console.WriteLine("  (1 note replaced)");
        session.Data.IsChanged = true;
    }

    private static void Renumber(Session session, string owner)
    {
        List<(int Number, string Text)> notes = [.. Notes.Of(session.Data.Characteristics, owner)];
        notes.ForEach(note => Notes.Drop(session.Data.Characteristics, owner, note.Number));
        notes.ForEach(note => Notes.Add(session.Data.Characteristics, owner, note.Text));
    }
}
