using StataRuns.StandIn.Data;
using StataRuns.StandIn.Data.Columns;
using StataRuns.StandIn.Formats;
using StataRuns.StandIn.Lexing;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands.Shaping;

/// <summary>An observation for each group, with a variable for each value of j.</summary>
internal static class ReshapeWide
{
    public static void Run(Session session, ReshapeSettings settings)
    {
        var data = session.Data;
        var groups = VariableList.Distinct(data, settings.Groups);
        var index = data.Exact(settings.Index) ?? throw new StataError(111, $"variable {settings.Index} not found");
        var stubs = settings.Stubs.Select(stub => (Stub: stub, Variable: VariableList.Single(data, ReshapeSettings.Name(stub)))).ToList();
        if (index.IsText && !settings.IsText)
        {
            throw new StataError(109, $"variable {index.Name} is string; specify string option");
        }

        var grouping = Grouping.Of(Ordering.All(data.Observations), groups);
        List<Variable> constant = [.. data.Variables.Except(groups).Except(stubs.Select(stub => stub.Variable)).Where(variable => variable != index)];
        Check(grouping, index, groups, constant);
        var values = Values(data, index);
        foreach (var name in stubs.SelectMany(stub => values.Select(value => ReshapeSettings.Name(stub.Stub, value))))
        {
            if (!Names.IsName(name) || data.Exact(name) is not null)
            {
                throw new StataError(data.Exact(name) is null ? 198 : 110, data.Exact(name) is null ? $"{name} invalid variable name" : $"variable {name} already defined");
            }
        }

        session.Console.WriteLine($"(j = {string.Join(' ', values)})");
        var before = (data.Observations, data.Variables.Count);
        Build(data, groups, grouping, index, stubs, constant, values);
        settings.Keep(data);
        ReshapeTable.Write(session.Console, isLong: false, before, (data.Observations, data.Variables.Count), values.Length, settings.Index,
            [.. settings.Stubs.Select(stub => (string[])[.. values.Select(value => ReshapeSettings.Name(stub, value))])], settings.Stubs);
    }

    private static string[] Values(Dataset data, Variable index)
    {
        var values = new List<string>();
        for (var at = 0; at < data.Observations; at++)
        {
            if (index.IsMissing(at))
            {
                throw new StataError(498, $"variable {index.Name} contains missing values");
            }

            if (at == 0 || index.Compare(at - 1, at) != 0)
            {
                values.Add(index.IsText ? index.Text(at) : DisplayFormat.Macro.Bare(index.Number(at)));
            }
        }

        return ReshapeCommand.Ordered(values, index.IsText);
    }

    private static void Check(Grouping grouping, Variable index, List<Variable> groups, List<Variable> constant)
    {
        var names = string.Join(' ', groups.Select(group => group.Name));
        for (var group = 0; group < grouping.Count; group++)
        {
            var rows = grouping[group];
            var seen = Ordering.Of(rows.ToArray(), [new OrderKey(index)]);
            for (var i = 1; i < seen.Length; i++)
            {
                if (index.Compare(seen[i - 1], seen[i]) == 0)
                {
                    throw new StataError(9, $"values of variable {index.Name} not unique within {names}\n"
                        + "    Your data are currently long.  You are performing a reshape wide.  You specified i() and j(); there are\n"
                        + "    observations within i() with the same value of j().");
                }
            }

            foreach (var variable in constant)
            {
                foreach (var at in rows)
                {
                    if (variable.Compare(rows[0], at) != 0)
                    {
                        throw new StataError(9, $"variable {variable.Name} not constant within {names}\n"
                            + "    Your data are currently long.  You are performing a reshape wide.  Variables that are not reshaped\n"
                            + "    must be constant within i().");
                    }
                }
            }
        }
    }

    private static void Build(
        Dataset data, List<Variable> groups, Grouping grouping, Variable index, List<(string Stub, Variable Variable)> stubs, List<Variable> constant, string[] values)
    {
        var firsts = new int[grouping.Count];
        var cells = values.Select(_ => new int[grouping.Count]).ToArray();
        Array.ForEach(cells, rows => Array.Fill(rows, Column.NoObservation));
        var position = values.Index().ToDictionary(item => item.Item, item => item.Index, StringComparer.Ordinal);
        for (var group = 0; group < firsts.Length; group++)
        {
            firsts[group] = grouping[group][0];
            foreach (var at in grouping[group])
            {
                cells[position[index.IsText ? index.Text(at) : DisplayFormat.Macro.Bare(index.Number(at))]][group] = at;
            }
        }

        var result = new Dataset();
        groups.ForEach(group => result.Append(group.Taken(firsts)));
        for (var i = 0; i < values.Length; i++)
        {
            foreach (var (stub, variable) in stubs)
            {
                var wide = variable.Taken(cells[i]);
                wide.Name = ReshapeSettings.Name(stub, values[i]);
                wide.Label = $"{values[i]} {(variable.Label.Length > 0 ? variable.Label : variable.Name)}";
                result.Append(wide);
            }
        }

        constant.ForEach(variable => result.Append(variable.Taken(firsts)));
        result.DeclareObservations(firsts.Length);
        ReshapeData.Become(data, result, groups.Select(group => group.Name));
    }
}
