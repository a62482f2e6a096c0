using System.Globalization;
using StataRuns.StandIn.Data;
using StataRuns.StandIn.Formats;
using StataRuns.StandIn.Graphs.Looks;
using StataRuns.StandIn.Graphs.Pages;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands.Graphs;

/// <summary>Makes an axis of what the data span and what the command says.</summary>
internal sealed class AxisBuilder(Session session, Scheme scheme, bool isVertical)
{
    private const int UsualCount = 5;

    /// <summary>The variable whose format and value labels the axis has.</summary>
    public Variable? Variable { get; init; }

    public string[] UsualTitle { get; init; } = [];

    /// <summary>Bars stand on the axis: no room between it and their base.</summary>
    public bool SitsOnBase { get; init; }

    public Axis Build(AxisOptions options, double low, double high)
    {
        if (!(high >= low))
        {
            (low, high) = options.IsLog ? (1, 10) : (0, 1);
        }

        var main = options.Labels.LastOrDefault(labels => !labels.IsAdded);
        var ticks = new List<Tick>();
        foreach (var labels in options.Labels.Where(labels => labels == main || labels.IsAdded))
        {
            ticks.AddRange(Labelled(labels, options, low, high));
        }

        if (main is null)
        {
            ticks.AddRange(Labelled(AxisLabels.Parse("", scheme), options, low, high));
        }

        ticks.AddRange(options.Ticks.Select(value => new Tick(value, "")));
        var shown = ticks.Select(tick => tick.Value).Concat(options.Range).Where(value => !options.IsLog || value > 0).ToArray();
        var (first, last) = (Math.Min(low, shown.DefaultIfEmpty(low).Min()), Math.Max(high, shown.DefaultIfEmpty(high).Max()));
        ticks.AddRange(Minor(options, ticks, first, last));
        var sits = SitsOnBase && first >= 0 && low == 0;
        return new Axis
        {
            Low = first,
            High = last,
            Title = options.Title ?? new TextBlock(UsualTitle, Sizes.MedSmall, Ink.Black),
            Ticks = [.. ticks],
            Lines = [.. options.Lines],
            IsLog = options.IsLog,
            IsReversed = options.IsReversed,
            IsOff = options.IsOff,
            HasLine = options.HasLine,
            HasLabels = main?.HasLabels ?? true,
            HasTickMarks = main?.HasTicks ?? true,
            HasGrid = main?.Grid ?? (isVertical || scheme.HasVerticalGrid),
            LabelAngle = main?.Angle ?? (isVertical && !scheme.HasUprightLabels ? 90 : 0),
            LabelSize = main?.Size ?? Sizes.MedSmall,
            LabelInk = main?.Ink ?? Ink.Black,
            LowMargin = sits ? 0 : 3.5,
        };
    }

    private IEnumerable<Tick> Labelled(AxisLabels labels, AxisOptions options, double low, double high)
    {
        if (labels.IsNone)
        {
            return [];
        }

        List<double> values = labels.IsMinMax ? [low, high] : [.. labels.Values];
        if (labels.Wanted is { } wanted)
        {
            var format = labels.Format ?? Variable?.Format;
            values.AddRange(format is { Kind: 't' } date
                ? NiceScale.Dates(low, high, wanted, date.Unit)
                : NiceScale.Ticks(low, high, wanted));
        }

        return values.Where(value => !options.IsLog || value > 0).Select(value => new Tick(value, Text(labels, value)));
    }

    private string Text(AxisLabels labels, double value)
    {
        if (labels.Texts.TryGetValue(value, out var given))
        {
            return given;
        }

        if (labels.UsesValueLabels && Variable is { ValueLabel.Length: > 0 } variable
            && session.ValueLabels.TryGetValue(variable.ValueLabel, out var names) && names.TryGetValue(value, out var name))
        {
            return GraphText.Plain(name);
        }

        return (labels.Format ?? Variable?.Format ?? DisplayFormat.Float) switch
        {
            { IsText: true } => DisplayFormat.Float.Bare(value),
            var format => format.Bare(value).Trim(),
        };
    }

    /// <summary><c>##5</c>: four ticks between two labels; or values.</summary>
    private static IEnumerable<Tick> Minor(AxisOptions options, List<Tick> ticks, double low, double high)
    {
        foreach (var text in options.MinorTicks)
        {
            var content = OptionWords.Split(text).Text;
            if (!content.StartsWith("##", StringComparison.Ordinal))
            {
                var values = content.StartsWith('#') ? NiceScale.Ticks(low, high, (int)AxisOptions.Number(content[1..])) : [.. NumberList.Parse(content)];
                foreach (var value in values)
                {
                    yield return new Tick(value, "", IsMinor: true);
                }

                continue;
            }

            var parts = int.TryParse(content.AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is > 0 and < 100 ? count : UsualCount;
            var majors = ticks.Select(tick => tick.Value).Order().ToArray();
            for (var at = 1; at < majors.Length; at++)
            {
                for (var part = 1; part < parts; part++)
                {
                    yield return new Tick(majors[at - 1] + ((majors[at] - majors[at - 1]) * part / parts), "", IsMinor: true);
                }
            }
        }
    }
}
