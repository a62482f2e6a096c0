using System.Text;
using StataRuns.StandIn.Data;
using StataRuns.StandIn.Formats;
using StataRuns.StandIn.Lexing;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands.Files.Delimited;

/// <summary><c>export delimited [varlist] [using] filename [if] [in] [, replace delimiter() novarnames nolabel datafmt quote]</c></summary>
internal static class ExportDelimited
{
    private static readonly DisplayFormat Exact = DisplayFormat.Number('g', 18, 0);

    public static void Run(Session session, string rest)
    {
        var (before, file, behind) = Parts(rest);
        var syntax = CommandSyntax.Parse(session, $"{before} {behind}");
        var options = syntax.Options;
        var replaces = options.Take("replace");
        var delimiter = options.TakeText("delimiter", out var text, 1) ? DelimitedCommands.Delimiters(text) : ",";
        var (noNames, noLabel, usesFormats, quotes) = (options.Take("novarnames", 5), options.Take("nolabel", 3), options.Take("datafmt"), options.Take("quote", 1));
        options.Finish();
        var name = FileNames.WithExtension(FileNames.Whole(file), ".csv");
        var data = session.Data;
        var variables = syntax.Before.Length == 0 ? [.. data.Variables] : VariableList.Distinct(data, syntax.Before);
        if (FileNames.Exists(name) && !replaces)
        {
            throw new StataError(602, $"file {name} already exists");
        }

        if (!FileNames.Exists(name) && replaces)
        {
            session.Console.WriteLine($"(file {name} not found)");
        }

        FileNames.GuardMade(name, () =>
        {
            using var writer = new StreamWriter(FileNames.ToPath(name), append: false, Encoding.Latin1, 1 << 16) { NewLine = "\n" };
            if (!noNames)
            {
                writer.WriteLine(string.Join(delimiter, variables.Select(variable => variable.Name)));
            }

            foreach (var at in syntax.Selected())
            {
                for (var i = 0; i < variables.Count; i++)
                {
                    writer.Write(i == 0 ? "" : delimiter);
                    writer.Write(Cell(data, variables[i], at, noLabel, usesFormats, quotes, delimiter));
                }

                writer.WriteLine();
            }
        });
        session.Console.WriteLine($"file {name} saved");
    }

    /// <summary>The file may stand behind <c>using</c>, or be all that there is before <c>if</c>, <c>in</c> and the options.</summary>
    private static (string Before, string File, string Behind) Parts(string rest)
    {
        var comma = CommandSplitter.OptionsComma(rest);
        var (head, options) = comma < 0 ? (rest, "") : (rest[..comma], rest[comma..]);
        var position = CommandSplitter.Word(head, "using");
        var start = position < 0 ? 0 : position + "using".Length;
        var ends = new[] { CommandSplitter.Word(head, "if", start), CommandSplitter.Word(head, "in", start), head.Length }.Where(at => at >= 0).Min();
        return (position < 0 ? "" : head[..position], head[start..ends], head[ends..] + options);
    }

    private static string Cell(Dataset data, Variable variable, int at, bool noLabel, bool usesFormats, bool quotes, string delimiter)
    {
        if (variable.IsText)
        {
            return Quoted(variable.Text(at), quotes, delimiter);
        }

        var value = variable.Number(at);
        if (!noLabel && data.ValueLabels.TryGetValue(variable.ValueLabel, out var labels) && labels.TryGetValue(value, out var label))
        {
            return Quoted(label, quotes, delimiter);
        }

        if (Missing.Is(value))
        {
            return Missing.Letter(value) == 0 ? "" : Missing.Text(value);
        }

        return usesFormats || variable.Format.Kind == 't' ? variable.Format.Bare(value).Trim()
            : variable.Type.Kind == StorageKind.Float ? Float((float)value)
            : Exact.Bare(value);
    }

    /// <summary>The shortest text that reads as the same number in single precision.</summary>
    private static string Float(float value)
    {
        var text = value.ToString("R", System.Globalization.CultureInfo.InvariantCulture);
        return text.Contains('E', StringComparison.Ordinal) ? Exact.Bare(value)
            : text.StartsWith("0.", StringComparison.Ordinal) ? text[1..]
            : text.StartsWith("-0.", StringComparison.Ordinal) ? string.Concat("-", text.AsSpan(2))
            : text;
    }

    private static string Quoted(string text, bool always, string delimiter) =>
        always || text.AsSpan().IndexOfAny("\"\r\n") >= 0 || text.Contains(delimiter, StringComparison.Ordinal)
            ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
            : text;
}
