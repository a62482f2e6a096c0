using System.Globalization;
using StataRuns.StandIn.Data;
using StataRuns.StandIn.Formats;
using StataRuns.StandIn.Matrices;
using StataRuns.StandIn.Programs;
using StataRuns.StandIn.Statistics;

namespace StataRuns.StandIn.Commands.Tables;

/// <summary>
/// <c>tabstat varlist [if] [in] [weight] [, by(varname) statistics(...) columns(variables|statistics) longstub nototal missing noseparator format[(%fmt)] labelwidth(#) casewise save]</c>
/// </summary>
internal static class TabStatCommand
{
    public static void Run(Session session, string rest)
    {
        var syntax = CommandSyntax.ParseWeighted(session, rest, WeightKind.Analytic, WeightKind.Frequency);
        var options = syntax.Options;
        var by = options.TakeText("by", out var name) ? VariableList.Single(session.Data, name) : null;
        var statistics = TabStatistic.Parse(options.TakeText("statistics", out var text, 1) || options.TakeText("stats", out text, 5) ? text : "mean");
        var isByStatistics = options.TakeText("columns", out var columns, 1) && columns.StartsWith('s');
        var hasTotal = !options.Take("nototal", 5);
        var takesMissing = options.Take("missing", 1);
        var isCasewise = options.Take("casewise", 2);
        var saves = options.Take("save");
        var labelWidth = (int)Math.Clamp(options.TakeNumber("labelwidth", 6) ?? 16, 8, 32);
        var hasLongStub = options.Take("longstub", 4);
        var isSeparated = !options.Take("noseparator", 5);
        var formats = Formats(options);
        options.Finish();
        var variables = VariableList.Existing(session.Data, syntax.Before);
        if (variables.Count == 0)
        {
            throw new StataError(100, "varlist required");
        }

        if (variables.Find(variable => variable.IsText) is not null)
        {
            throw StataError.TypeMismatch();
        }

        List<Variable> complete = [.. isCasewise ? variables : [], .. by is not null && !takesMissing ? [by] : (Variable[])[]];
        var sample = Sample.Of(syntax, complete).NotEmpty();
        var groups = by is null ? null : Categories.Of(session, by, sample.Rows, takesMissing);
        var table = new TabStatTable(session, variables, statistics, formats)
        {
            Groups = groups,
            ByStatistics = isByStatistics || (variables.Count == 1 && columns.Length == 0),
            HasLongStub = hasLongStub && groups is not null,
            IsSeparated = isSeparated,
            LabelWidth = labelWidth,
            Values = [.. groups is null ? [] : sample.Split(groups).Select(Summaries), .. hasTotal || groups is null ? [Summaries(sample)] : (Summary[][])[]],
        };
        table.Show();
        session.R = new Results();
        if (saves)
        {
            Save(session, table, variables, statistics, hasTotal);
        }

        Summary[] Summaries(Sample part) => [.. variables.Select(part.Summary)];
    }

    /// <summary>How a variable's statistics are shown: in <c>%9.0g</c>, in one format for all, or in its own.</summary>
    private static Func<Variable, DisplayFormat> Formats(OptionSet options)
    {
        if (options.TakeText("format", out var text, 1))
        {
            var format = DisplayFormat.Parse(text) ?? throw new StataError(120, "invalid %format");
            return _ => format;
        }

        return options.Take("format", 1) ? variable => variable.Format : _ => DisplayFormat.Float;
    }

    private static void Save(Session session, TabStatTable table, List<Variable> variables, List<TabStatistic> statistics, bool hasTotal)
    {
        var groups = table.Groups?.Count ?? 0;
        for (var i = 0; i < groups; i++)
        {
            session.R.Set(string.Create(CultureInfo.InvariantCulture, $"name{i + 1}"), table.Groups!.Labels[i]);
            session.R.Set(string.Create(CultureInfo.InvariantCulture, $"Stat{i + 1}"), Of(table.Values[i]));
        }

        if (hasTotal)
        {
            session.R.Set("StatTotal", Of(table.Values[^1]));
        }

        Matrix Of(Summary[] summaries)
        {
            var matrix = new Matrix(statistics.Count, variables.Count)
            {
                RowNames = [.. statistics.Select(statistic => new Stripe("", statistic.Head))],
                ColumnNames = [.. variables.Select(variable => new Stripe("", variable.Name))],
            };
            for (var i = 0; i < statistics.Count; i++)
            {
                for (var j = 0; j < variables.Count; j++)
                {
                    matrix[i, j] = statistics[i].Of(summaries[j]);
                }
            }

            return matrix;
        }
    }
}
