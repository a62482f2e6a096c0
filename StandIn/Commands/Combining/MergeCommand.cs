using StataRuns.StandIn.Commands.Files;
using StataRuns.StandIn.Data;
using StataRuns.StandIn.Data.Columns;
using StataRuns.StandIn.Formats;
using StataRuns.StandIn.Lexing;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands.Combining;

/// <summary><c>merge 1:1|m:1|1:m|m:m varlist using filename [, options]</c> and <c>merge 1:1 _n using filename</c></summary>
internal static class MergeCommand
{
    private const string LabelName = "_merge";

    public static void Run(Session session, string rest)
    {
        var comma = CommandSplitter.OptionsComma(rest);
        var options = new MergeOptions(OptionSet.Parse(comma < 0 ? "" : rest[(comma + 1)..]));
        rest = comma < 0 ? rest : rest[..comma];
        var position = CommandSplitter.Word(rest, "using");
        if (position < 0)
        {
            throw new StataError(100, "using required");
        }

        var name = FileNames.WithExtension(FileNames.Whole(rest[(position + "using".Length)..]), DataFile.Extension);
        var scanner = new Scanner(rest[..position]);
        var kind = MergeKind.Parse(scanner.Word());
        var isByNumber = scanner.Rest.Trim() == "_n";
        var data = session.Data;
        List<Variable> keys = isByNumber ? [] : VariableList.Distinct(data, scanner.Rest);
        if (keys.Count == 0 && !isByNumber)
        {
            throw new StataError(100, "varlist required");
        }

        if (options.IsGenerated && data.Exact(options.Name) is not null)
        {
            throw new StataError(110, $"variable {options.Name} already defined");
        }

        var other = DataFile.Read(name, all => Wanted(all, keys, options.KeepUsing));
        List<(Variable Master, Variable Using)> pairs = [.. keys.Select(key => (key, other.Exact(key.Name)!))];
        foreach (var (ours, theirs) in data.Variables.Select(ours => (ours, other.Exact(ours.Name))))
        {
            if (theirs is not null && ours.IsText != theirs.IsText)
            {
                throw new StataError(106, $"{(keys.Contains(ours) ? "key " : "")}variable {ours.Name} is {ours.Type} in master but {theirs.Type} in using data");
            }
        }

        var found = MergePairs.Find(data, other, pairs, kind, isByNumber);
        Combine(session, other, keys, found, options);
    }

    private static List<Variable> Wanted(Dataset all, List<Variable> keys, string? keepUsing)
    {
        List<Variable> theirs = [.. keys.Select(key => all.Exact(key.Name) ?? throw new StataError(111, $"variable {key.Name} not found in using data"))];
        return keepUsing is null ? [.. all.Variables] : [.. theirs.Concat(VariableList.Existing(all, keepUsing)).Distinct()];
    }

    private static void Combine(Session session, Dataset other, List<Variable> keys, MergePairs pairs, MergeOptions options)
    {
        var data = session.Data;
        if (!options.NoLabel)
        {
            Accommodation.Labels(session, other);
        }

        List<Variable> shared = [.. data.Variables.Where(variable => other.Exact(variable.Name) is not null)];
        shared.ForEach(variable => Accommodation.Widen(session, variable, other.Exact(variable.Name)!));
        var codes = Codes(pairs);
        data.Take([.. pairs.Master]);
        for (var at = 0; at < codes.Length; at++)
        {
            if (codes[at] == 2)
            {
                shared.ForEach(variable => Accommodation.Copy(other.Exact(variable.Name)!, pairs.Using[at], variable, at));
            }
        }

        if (options.Updates)
        {
            Update(other, [.. shared.Except(keys)], pairs, codes, options.Replaces);
        }

        foreach (var theirs in other.Variables.Where(theirs => data.Exact(theirs.Name) is null))
        {
            var taken = theirs.Taken([.. pairs.Using]);
            taken.ValueLabel = options.NoLabel ? "" : taken.ValueLabel;
            data.Append(taken);
            Accommodation.Characteristics(data, other, theirs.Name);
        }

        if (!options.NoNotes)
        {
            Notes.Append(data.Characteristics, other.Characteristics, Characteristics.Data);
        }

        Finish(session, codes, [.. keys.Select(key => key.Name)], options);
    }

    private static void Finish(Session session, int[] codes, string[] keys, MergeOptions options)
    {
        var data = session.Data;
        var result = data.Add(options.IsGenerated ? options.Name : "__merge_result", new StorageType(StorageKind.Byte));
        for (var at = 0; at < codes.Length; at++)
        {
            result.Set(at, codes[at]);
        }

        var isAsserted = options.Assert is null || Array.TrueForAll(codes, options.Assert.Contains);
        if (options.Keep is { } kept && isAsserted)
        {
            data.Take([.. Enumerable.Range(0, codes.Length).Where(at => kept.Contains(codes[at]))]);
            codes = [.. codes.Where(kept.Contains)];
        }

        data.SortedBy.Clear();
        data.SortedBy.AddRange(codes.AsSpan().Contains(2) ? [] : keys);

        if (!isAsserted)
        {
            Describe(session, result);
            throw new StataError(9, "merge:  after merge, not all observations matched\n        (merged result left in memory)");
        }

        if (!options.HidesReport)
        {
            MergeTable.Write(session.Console, codes, options.Updates, options.IsGenerated ? options.Name : null);
        }

        if (options.IsGenerated)
        {
            Describe(session, result);
        }
        else
        {
            data.Remove(result);
        }
    }

    private static void Describe(Session session, Variable result)
    {
        result.Label = "Matching result from merge";
        result.ValueLabel = LabelName;
        result.SetFormat(DisplayFormat.Parse("%23.0g")!, "%23.0g");
        session.Data.ValueLabels[LabelName] = new SortedDictionary<double, string>
        {
            [1] = "Master only (1)",
            [2] = "Using only (2)",
            [3] = "Matched (3)",
            [4] = "Missing updated (4)",
            [5] = "Nonmissing conflict (5)",
        };
    }

    private static int[] Codes(MergePairs pairs)
    {
        var codes = new int[pairs.Master.Count];
        for (var at = 0; at < codes.Length; at++)
        {
            codes[at] = pairs.Master[at] == Column.NoObservation ? 2 : pairs.Using[at] == Column.NoObservation ? 1 : 3;
        }

        return codes;
    }

    /// <summary>Missing values of the master are filled in; with <c>replace</c> the other data's values win too.</summary>
    private static void Update(Dataset other, List<Variable> shared, MergePairs pairs, int[] codes, bool replaces)
    {
        for (var at = 0; at < codes.Length; at++)
        {
            if (codes[at] != 3)
            {
                continue;
            }

            foreach (var ours in shared)
            {
                var theirs = other.Exact(ours.Name)!;
                var row = pairs.Using[at];
                if (theirs.IsMissing(row))
                {
                    continue;
                }

                var isMissing = ours.IsMissing(at);
                var isConflict = !isMissing && (ours.IsText ? ours.Text(at) != theirs.Text(row) : ours.Number(at) != theirs.Number(row));
                codes[at] = isConflict ? 5 : isMissing ? Math.Max(codes[at], 4) : codes[at];
                if (isMissing || (isConflict && replaces))
                {
                    Accommodation.Copy(theirs, row, ours, at);
                }
            }
        }
    }
}
