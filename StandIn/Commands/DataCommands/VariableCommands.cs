using System.Globalization;
using StataRuns.StandIn.Data;
using StataRuns.StandIn.Formats;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands.DataCommands;

/// <summary><c>rename</c>, <c>order</c>, <c>format</c>, <c>recast</c>, <c>compress</c>.</summary>
internal static class VariableCommands
{
    public static void Rename(Session session, string rest)
    {
        var words = rest.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        if (words.Length != 2 || words.Any(word => word.AsSpan().ContainsAny('*', '(', '?')))
        {
            throw words.Length < 2 ? StataError.InvalidSyntax() : StataError.NotImitated("rename of groups");
        }

        session.Data.Rename(VariableList.Single(session.Data, words[0]), words[1]);
    }

    public static void Order(Session session, string rest)
    {
        var comma = rest.IndexOf(',', StringComparison.Ordinal);
        var options = OptionSet.Parse(comma < 0 ? "" : rest[(comma + 1)..]);
        var isLast = options.Take("last");
        options.Take("first");
        options.Finish();
        var named = VariableList.Distinct(session.Data, comma < 0 ? rest : rest[..comma]);
        var others = session.Data.Variables.Except(named).ToList();
        session.Data.Variables.Clear();
        session.Data.Variables.AddRange(isLast ? others.Concat(named) : named.Concat(others));
    }

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
                throw StataError.NotImitated("recast of strings");
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

    /// <summary>Each variable gets the smallest type that holds its values.</summary>
    public static void Compress(Session session, string rest)
    {
        foreach (var variable in rest.Trim().Length == 0 ? session.Data.Variables : VariableList.Existing(session.Data, rest))
        {
            var best = Smallest(variable, session.Data.Observations);
            if (best != variable.Type)
            {
                session.Console.WriteLine($"  variable {variable.Name} was {variable.Type} now {best}");
                variable.Type = best;
            }
        }
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
