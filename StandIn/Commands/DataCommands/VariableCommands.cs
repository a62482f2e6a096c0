using System.Globalization;
using StataRuns.StandIn.Data;
using StataRuns.StandIn.Formats;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands.DataCommands;

/// <summary><c>format</c>, <c>recast</c>, <c>compress</c>.</summary>
internal static class VariableCommands
{
    /// <summary><c>format varlist %fmt</c> or <c>format %fmt varlist</c></summary>
    public static void Format(Session session, string rest)
    {
        var words = rest.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries).ToList();
        var index = words.FindIndex(word => word.StartsWith('%'));
        if (index < 0)
        {
            throw StataError.InvalidSyntax();
        }

        var format = DisplayFormat.Parse(words[index]) ?? throw new StataError(120, "invalid %format");
        var text = words[index];
        words.RemoveAt(index);
        foreach (var variable in VariableList.Existing(session.Data, string.Join(' ', words)))
        {
            if (variable.IsText != format.IsText)
            {
                throw new StataError(120, "invalid %format");
            }

            variable.SetFormat(format, text);
        }
    }

    public static void Recast(Session session, string rest)
    {
        var comma = rest.IndexOf(',', StringComparison.Ordinal);
        var isForced = comma >= 0 && rest[(comma + 1)..].Trim() == "force";
        var words = (comma < 0 ? rest : rest[..comma]).Trim().Split(' ', 2);
        if (words.Length < 2 || StorageType.Parse(words[0]) is not { } type)
        {
            throw StataError.InvalidSyntax();
        }

        foreach (var variable in VariableList.Existing(session.Data, words[1]))
        {
            if (variable.IsText != type.IsText)
            {
                throw StataError.TypeMismatch();
            }

            if (type.IsText)
            {
                Texts(session, variable, type, isForced);
                continue;
            }

            var changes = Enumerable.Range(0, session.Data.Observations).Count(at => !type.Store(variable.Number(at)).Equals(variable.Number(at)));
            if (changes > 0 && !isForced)
            {
                session.Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{variable.Name}:  {changes:#,0} values would be changed; not changed"));
                continue;
            }

            for (var at = 0; at < session.Data.Observations; at++)
            {
                variable.Set(at, type.Store(variable.Number(at)));
            }

            variable.Type = type;
        }
    }

    private static void Texts(Session session, Variable variable, StorageType type, bool isForced)
    {
        int[] longer = type.Kind == StorageKind.LongText ? [] : [.. Enumerable.Range(0, session.Data.Observations).Where(at => variable.Text(at).Length > type.Width)];
        if (longer.Length > 0 && !isForced)
        {
            session.Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{variable.Name}:  {longer.Length:#,0} values would be changed; not changed"));
            return;
        }

        Array.ForEach(longer, at => variable.Set(at, variable.Text(at)[..type.Width]));
        variable.Type = type;
    }

    /// <summary>Each variable gets the smallest type that holds its values.</summary>
    public static void Compress(Session session, string rest)
    {
        var saved = 0L;
        foreach (var variable in rest.Trim().Length == 0 ? session.Data.Variables : VariableList.Existing(session.Data, rest))
        {
            var best = Smallest(variable, session.Data.Observations);
            if (best != variable.Type)
            {
                session.Console.WriteLine($"  variable {variable.Name} was {variable.Type} now {best}");
                saved -= variable.Column.RowBytes;
                variable.Type = best;
                saved += variable.Column.RowBytes;
            }
        }

        session.Console.WriteLine($"  ({Formats.Counted.Of(-saved * session.Data.Observations, "byte")} saved)");
    }

    private static StorageType Smallest(Variable variable, int observations)
    {
        int[] all = [.. Enumerable.Range(0, observations)];
        if (variable.IsText)
        {
            return variable.Type.Kind == StorageKind.LongText ? variable.Type : new StorageType(StorageKind.Text, Math.Max(1, all.Select(at => variable.Text(at).Length).DefaultIfEmpty(1).Max()));
        }

        for (var kind = StorageKind.Byte; kind < variable.Type.Kind; kind++)
        {
            var type = new StorageType(kind);
            if (Array.TrueForAll(all, at => type.Store(variable.Number(at)).Equals(variable.Number(at))))
            {
                return type;
            }
        }

        return variable.Type;
    }
}
