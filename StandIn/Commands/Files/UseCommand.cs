using StataRuns.StandIn.Data;
using StataRuns.StandIn.Expressions;
using StataRuns.StandIn.Lexing;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands.Files;

/// <summary><c>use filename [, clear nolabel]</c> and <c>use [varlist] [if] [in] using filename [, clear nolabel]</c></summary>
internal static class UseCommand
{
    public static void Run(Session session, string rest)
    {
        var comma = CommandSplitter.OptionsComma(rest);
        var options = OptionSet.Parse(comma < 0 ? "" : rest[(comma + 1)..]);
        var (clears, noLabel) = (options.Take("clear"), options.Take("nolabel", 3));
        options.Finish();
        rest = comma < 0 ? rest : rest[..comma];
        var position = CommandSplitter.Word(rest, "using");
        var (before, file) = position < 0 ? ("", rest) : (rest[..position], rest[(position + "using".Length)..]);
        var name = FileNames.WithExtension(Name(file), DataFile.Extension);
        DataFile.CheckSaved(session, clears);
        var data = Some(session, name, before);
        if (noLabel)
        {
            data.ValueLabels.Clear();
            data.Variables.ForEach(variable => variable.ValueLabel = "");
        }

        (data.FileName, data.IsChanged) = (name, false);
        session.Data.Exchange(data);
        if (session.Data.Label.Length > 0)
        {
            session.Console.WriteLine($"({session.Data.Label})");
        }
    }

    /// <summary>Data that come with Stata are Stata's: there are none here.</summary>
    public static void Shipped(Session session, string rest)
    {
        var comma = CommandSplitter.OptionsComma(rest);
        var name = FileNames.WithExtension(FileNames.Whole(comma < 0 ? rest : rest[..comma]), DataFile.Extension);
        throw new StataError(601, $"file \"{name}\" not found\nThe data sets that come with Stata do not come with the stand-in.");
    }

    private static string Name(string text)
    {
        text = text.Trim();
        return text.Length > 0 && text[0] is not ('"' or '`') && text.IndexOf(' ', StringComparison.Ordinal) is > 0 and var blank
            ? throw new StataError(198, $"invalid '{new Scanner(text, blank).Word()}' ")
            : FileNames.Whole(text);
    }

    private static Dataset Some(Session session, string name, string selection)
    {
        var parts = new Selection(selection);
        if (parts.If is null)
        {
            return DataFile.Read(name, parts.Variables.Length == 0 ? null : all => VariableList.Distinct(all, parts.Variables), parts.Rows);
        }

        // A condition may ask for variables that are not kept: they are read, asked, and dropped.
        var data = DataFile.Read(name, null, parts.Rows);
        session.Data.Exchange(data);
        try
        {
            var condition = ExpressionParser.Parse(session, parts.If).MustBeNumber();
            session.Data.Take([.. Enumerable.Range(0, session.Data.Observations).Where(condition.IsTrue)]);
            if (parts.Variables.Length > 0)
            {
                session.Data.Keep(VariableList.Existing(session.Data, parts.Variables).ToHashSet());
            }
        }
        finally
        {
            session.Data.Exchange(data);
        }

        return data;
    }

    /// <summary>What stands before <c>using</c>.</summary>
    private sealed class Selection
    {
        private readonly string? _range;

        public Selection(string text)
        {
            var (condition, range) = (CommandSplitter.Word(text, "if"), CommandSplitter.Word(text, "in"));
            var end = new[] { condition, range, text.Length }.Where(at => at >= 0).Min();
            Variables = text[..end].Trim();
            If = condition < 0 ? null : text[(condition + 2)..(range > condition ? range : text.Length)];
            _range = range < 0 ? null : text[(range + 2)..(condition > range ? condition : text.Length)].Trim();
        }

        public string Variables { get; }

        public string? If { get; }

        public (long First, long Last) Rows(long observations)
        {
            if (_range is null)
            {
                return (1, observations);
            }

            var shape = new Dataset();
            shape.DeclareObservations((int)Math.Min(observations, Dataset.MostObservations));
            var (first, last) = CommandSyntax.Range(shape, _range);
            return (first + 1, last + 1);
        }
    }
}
