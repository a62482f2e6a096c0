using StataRuns.StandIn.Commands.Files;
using StataRuns.StandIn.Data;
using StataRuns.StandIn.Lexing;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands.Combining;

/// <summary><c>append using filename [filename ...] [, generate(newvar) keep(varlist) nolabel nonotes force]</c></summary>
internal static class AppendCommand
{
    public static void Run(Session session, string rest)
    {
        var comma = CommandSplitter.OptionsComma(rest);
        var options = OptionSet.Parse(comma < 0 ? "" : rest[(comma + 1)..]);
        var generates = options.TakeText("generate", out var source, 3);
        var keeps = options.TakeText("keep", out var kept, 4);
        var (noLabel, noNotes, isForced) = (options.Take("nolabel", 3), options.Take("nonotes", 3), options.Take("force"));
        options.Finish();
        rest = comma < 0 ? rest : rest[..comma];
        var scanner = new Scanner(rest);
        if (scanner.Name() != "using")
        {
            throw StataError.InvalidSyntax();
        }

        var files = new List<string>();
        for (scanner.SkipBlanks(); !scanner.IsAtEnd; scanner.SkipBlanks())
        {
            files.Add(FileNames.WithExtension(FileNames.Read(ref scanner), DataFile.Extension));
        }

        if (files.Count == 0)
        {
            throw new StataError(198, "using required");
        }

        // All files are read before any is appended: one that is missing or damaged leaves the data as they were.
        List<Dataset> others = [.. files.Select(file => DataFile.Read(file, keeps ? all => VariableList.Distinct(all, kept) : null))];
        var marker = generates ? session.Data.Add(source, new StorageType(StorageKind.Byte)) : null;
        for (var at = 0; marker is not null && at < session.Data.Observations; at++)
        {
            marker.Set(at, 0);
        }

        for (var i = 0; i < others.Count; i++)
        {
            var first = session.Data.Observations;
            One(session, others[i], noLabel, noNotes, isForced);
            for (var at = first; marker is not null && at < session.Data.Observations; at++)
            {
                marker.Set(at, i + 1);
            }
        }
    }

    private static void One(Session session, Dataset other, bool noLabel, bool noNotes, bool isForced)
    {
        var data = session.Data;
        Check(session, other, isForced);
        foreach (var theirs in other.Variables)
        {
            if (data.Exact(theirs.Name) is { } ours && ours.IsText == theirs.IsText)
            {
                Accommodation.Widen(session, ours, theirs);
            }
        }

        if (!noLabel)
        {
            Accommodation.Labels(session, other);
        }

        var first = data.Observations;
        if ((long)first + other.Observations > Dataset.MostObservations)
        {
            throw new StataError(901, "no room to add more observations");
        }

        // The variables come first: of data without any, observations go with the last of them.
        foreach (var theirs in other.Variables.Where(theirs => data.Exact(theirs.Name) is null))
        {
            var variable = Accommodation.Declare(data, other, theirs);
            variable.ValueLabel = noLabel ? "" : variable.ValueLabel;
        }

        data.SetObservations(first + other.Observations);
        foreach (var theirs in other.Variables)
        {
            var ours = data.Exact(theirs.Name)!;
            for (var at = 0; ours.IsText == theirs.IsText && at < other.Observations; at++)
            {
                Accommodation.Copy(theirs, at, ours, first + at);
            }
        }

        if (!noNotes)
        {
            Notes.Append(data.Characteristics, other.Characteristics, Characteristics.Data);
        }
    }

    private static void Check(Session session, Dataset other, bool isForced)
    {
        foreach (var theirs in other.Variables)
        {
            if (session.Data.Exact(theirs.Name) is not { } ours || ours.IsText == theirs.IsText)
            {
                continue;
            }

            if (isForced)
            {
                session.Console.WriteLine($"(note: variable {ours.Name} is {ours.Type} in master but {theirs.Type} in using data; using data's values are missing)");
                continue;
            }

            throw new StataError(106, $"variable {ours.Name} is {ours.Type} in master but {theirs.Type} in using data\n"
                + "    You could specify append's force option to ignore this numeric/string mismatch.  The using variable\n"
                + $"    would then be treated as if it contained {(ours.IsText ? "\"\"" : "numeric missing value")}.");
        }
    }
}
