using System.Globalization;
using StataRuns.StandIn.Data;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands.Shaping;

/// <summary>An observation for each value of j.</summary>
internal static class ReshapeLong
{
    public static void Run(Session session, ReshapeSettings settings)
    {
        var data = session.Data;
        var groups = VariableList.Distinct(data, settings.Groups);
        if (data.Exact(settings.Index) is not null)
        {
            throw new StataError(110, $"variable {settings.Index} already defined");
        }

        var values = settings.Values.Length > 0 ? settings.Values : Found(data, settings, groups);
        if (values.Length == 0)
        {
            throw new StataError(111, "no xij variables found");
        }

        CheckUnique(data, groups);
        session.Console.WriteLine($"(j = {string.Join(' ', values)})");
        var columns = settings.Stubs.Select(stub => Sources(session, stub, values, settings)).ToList();
        var before = (data.Observations, data.Variables.Count);
        Build(data, settings, groups, values, columns);
        settings.Keep(data);
        ReshapeTable.Write(session.Console, isLong: true, before, (data.Observations, data.Variables.Count), values.Length, settings.Index,
            [.. settings.Stubs.Select(stub => (string[])[.. values.Select(value => ReshapeSettings.Name(stub, value))])], settings.Stubs);
    }

    private static string[] Found(Dataset data, ReshapeSettings settings, List<Variable> groups)
    {
        var values = new List<string>();
        foreach (var stub in settings.Stubs)
        {
            var at = stub.IndexOf('@', StringComparison.Ordinal);
            var (head, tail) = at < 0 ? (stub, "") : (stub[..at], stub[(at + 1)..]);
            foreach (var name in data.Variables.Except(groups).Select(variable => variable.Name))
            {
                if (name.Length > head.Length + tail.Length && name.StartsWith(head, StringComparison.Ordinal) && name.EndsWith(tail, StringComparison.Ordinal)
                    && name[head.Length..^tail.Length] is var value && (settings.IsText || IsNumber(value)))
                {
                    values.Add(value);
                }
            }
        }

        return ReshapeCommand.Ordered(values, settings.IsText);
    }

    /// <summary><c>01</c> is no number here: the name couldn't be made again from 1.</summary>
    private static bool IsNumber(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number.ToString(CultureInfo.InvariantCulture) == text;

    private static void CheckUnique(Dataset data, List<Variable> groups)
    {
        if (Grouping.Of(Ordering.All(data.Observations), groups).Count < data.Observations)
        {
            throw new StataError(9, $"variable {string.Join(' ', groups.Select(group => group.Name))} does not uniquely identify the observations\n"
                + "    Your data are currently wide.  You are performing a reshape long.  In the wide form, each value of\n"
                + "    i must occur once only.");
        }
    }

    private static Variable?[] Sources(Session session, string stub, string[] values, ReshapeSettings settings)
    {
        var sources = values.Select(value => session.Data.Exact(ReshapeSettings.Name(stub, value))).ToArray();
        for (var i = 0; i < sources.Length; i++)
        {
            if (sources[i] is null)
            {
                session.Console.WriteLine($"(variable {ReshapeSettings.Name(stub, values[i])} not found)");
            }
        }

        return Array.Exists(sources, source => source is not null) ? sources : throw new StataError(111, $"no xij variables found for {ReshapeSettings.Name(stub)}{(settings.IsText ? "" : "#")}");
    }

    private static void Build(Dataset data, ReshapeSettings settings, List<Variable> groups, string[] values, List<Variable?[]> columns)
    {
        var rows = Ordering.Of(data, groups);
        var order = new int[checked(rows.Length * values.Length)];
        for (var i = 0; i < order.Length; i++)
        {
            order[i] = rows[i / values.Length];
        }

        var used = columns.SelectMany(column => column).OfType<Variable>().ToHashSet();
        var result = new Dataset();
        groups.ForEach(group => result.Append(group.Taken(order)));
        result.Append(Index(settings, values, order.Length));
        foreach (var variable in data.Variables.Except(groups))
        {
            var column = columns.FindIndex(column => column.OfType<Variable>().FirstOrDefault() == variable);
            if (column >= 0)
            {
                result.Append(Stacked(ReshapeSettings.Name(settings.Stubs[column]), columns[column], order));
            }
            else if (!used.Contains(variable))
            {
                result.Append(variable.Taken(order));
            }
        }

        result.DeclareObservations(order.Length);
        ReshapeData.Become(data, result, [.. groups.Select(group => group.Name), settings.Index]);
    }

    private static Variable Index(ReshapeSettings settings, string[] values, int rows)
    {
        var numbers = settings.IsText ? [] : values.Select(value => double.Parse(value, CultureInfo.InvariantCulture)).ToArray();
        var type = settings.IsText ? StorageType.OfText(values.Max(value => value.Length)) : StorageType.For(numbers[0], numbers[^1]);
        var index = new Variable(settings.Index, type, rows);
        for (var at = 0; at < rows; at++)
        {
            if (settings.IsText)
            {
                index.Set(at, values[at % values.Length]);
            }
            else
            {
                index.Set(at, numbers[at % numbers.Length]);
            }
        }

        return index;
    }

    private static Variable Stacked(string name, Variable?[] sources, int[] order)
    {
        var known = sources.OfType<Variable>().ToList();
        if (known.Exists(source => source.IsText != known[0].IsText))
        {
            throw new StataError(198, $"{name} type mismatch with other {name} variables");
        }

        var stacked = new Variable(name, known.Select(source => source.Type).Aggregate((left, right) => left.With(right)), order.Length);
        stacked.SetFormat(known[0].Format, known[0].FormatText);
        stacked.ValueLabel = known[0].ValueLabel;
        for (var at = 0; at < order.Length; at++)
        {
            if (sources[at % sources.Length] is { } source)
            {
                Combining.Accommodation.Copy(source, order[at], stacked, at);
            }
        }

        return stacked;
    }
}
