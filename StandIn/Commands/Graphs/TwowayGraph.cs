using StataRuns.StandIn.Graphs.Looks;
using StataRuns.StandIn.Graphs.Pages;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands.Graphs;

/// <summary>Puts plots onto common axes: once, or once for each group of <c>by()</c>.</summary>
internal sealed class TwowayGraph(Session session, GraphOptions options, ByOption? by, IReadOnlyList<TwowayPlot> plots)
{
    /// <summary>Longer titles of axes are written in lines.</summary>
    private const int LongestLine = 60;

    /// <summary>Titles of axes where the command says none.</summary>
    public string? XTitle { get; init; }

    public string? YTitle { get; init; }

    /// <summary>A legend is shown although nothing asks for one, as soon as there are two plots.</summary>
    public bool HasUsualLegend { get; init; } = true;

    public Page Build(string command)
    {
        var entries = new List<LegendEntry>();
        var panels = new List<Panel>();
        var groups = by?.Groups(plots.SelectMany(plot => plot.Rows).Distinct()) ?? [("", null)];
        var layers = groups.ConvertAll(group => plots.SelectMany(plot => plot.Draw(group.Rows is null ? plot.Rows : Array.FindAll(plot.Rows, group.Rows.Contains))).ToArray());
        var texts = plots.SelectMany(plot => plot.LegendTexts).ToArray();
        for (var at = 0; at < texts.Length; at++)
        {
            entries.Add(LegendEntry.Of(layers[0][at], texts[at]));
        }

        Layer[] all = [.. layers.SelectMany(layer => layer)];
        var columns = by?.Columns(groups.Count) ?? 1;
        for (var at = 0; at < groups.Count; at++)
        {
            var x = Axis(isVertical: false, by is { RescalesX: true } ? layers[at] : all);
            var y = Axis(isVertical: true, by is { RescalesY: true } ? layers[at] : all);
            if (by is not null)
            {
                x = x with { Title = null };
                y = y with { Title = null };
                x = by.RescalesX || at + columns >= groups.Count ? x : x.Bare();
                y = by.RescalesY || at % columns == 0 ? y : y.Bare();
            }

            panels.Add(new Panel { Title = groups[at].Title, Layers = layers[at], X = x, Y = y, Ground = options.PlotGround, Aspect = options.Aspect });
        }

        var page = options.Page(command) with { Panels = [.. panels], Columns = columns, Legend = options.Legend.Build(entries, HasUsualLegend && entries.Count > 1) };
        return by is null ? page : page with
        {
            Title = by.Title ?? page.Title,
            Subtitle = by.Subtitle ?? page.Subtitle,
            Note = page.Note ?? (by.Note.IsEmpty ? null : by.Note),
            SharedX = Axis(isVertical: false, all).Title,
            SharedY = Axis(isVertical: true, all).Title,
        };
    }

    private Axis Axis(bool isVertical, Layer[] layers)
    {
        var given = isVertical ? options.Y : options.X;
        var (low, high) = Extent.Of(layers, isVertical, given.IsLog);
        var usual = isVertical ? YTitle ?? Joined(plot => plot.YTitle) : XTitle ?? Joined(plot => plot.XTitle);
        return new AxisBuilder(session, options.Scheme, isVertical)
        {
            Variable = isVertical ? plots.Select(plot => plot.Y).FirstOrDefault() : plots.Select(plot => plot.X).FirstOrDefault(),
            UsualTitle = usual.Length == 0 ? [] : usual.Length > LongestLine ? usual.Split('/') : [usual],
            SitsOnBase = plots.Any(plot => plot.SitsOnBase) && layers.Any(layer => layer.Kind is LayerKind.Bars or LayerKind.Band or LayerKind.Segments && layer.IsHorizontal != isVertical),
        }.Build(given, low, high);
    }

    /// <summary>Different titles of the plots, one behind the other; none if a plot alone has several.</summary>
    private string Joined(Func<TwowayPlot, string?> title) =>
        plots.Any(plot => title(plot) is null) ? "" : string.Join("/", plots.Select(plot => title(plot)!).Distinct());
}
