using StataRuns.StandIn.Graphs.Looks;
using StataRuns.StandIn.Graphs.Pages;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands.Graphs;

/// <summary>
/// Where bars and boxes stand: the first <c>over()</c> varies fastest, a second one makes groups of its categories. Places are counted
/// in widths of a bar.
/// </summary>
internal sealed class CategoryLayout
{
    private const double GapBetween = 0.5;
    private const double GapBetweenGroups = 1.2;

    private CategoryLayout(List<Category> categories, Tick[] ticks, Tick[] outerTicks, double end)
    {
        (Categories, Ticks, OuterTicks, End) = (categories, ticks, outerTicks, end);
    }

    public List<Category> Categories { get; }

    public Tick[] Ticks { get; }

    public Tick[] OuterTicks { get; }

    public double End { get; }

    /// <param name="bars">How many stand side by side in each category.</param>
    /// <param name="order">What a category is sorted by, where that is wanted.</param>
    public static CategoryLayout Of(Session session, List<OverOption> overs, int[] rows, int bars, bool keepsMissing, Func<int[], double> order)
    {
        var categories = new List<Category>();
        var (ticks, outer) = (new List<Tick>(), new List<Tick>());
        var place = 0.0;
        if (overs.Count == 0)
        {
            categories.Add(new Category(rows, bars / 2.0));
            return new CategoryLayout(categories, [], [], bars);
        }

        var (inner, groups) = (overs[0], overs.Count > 1 ? Groups(session, overs[1], rows, keepsMissing, order) : [("", rows)]);

        // Each group has all categories, also those that are empty in it: bars of the same category stand at the same place.
        var names = Groups(session, inner, rows, keepsMissing, order);
        foreach (var (groupName, groupRows) in groups)
        {
            var start = place;
            var inGroup = groupRows.ToHashSet();
            var shown = overs.Count > 1 && inner.SortsByValue ? Groups(session, inner, groupRows, keepsMissing, order) : names;
            foreach (var (name, of) in shown)
            {
                var middle = place + (bars / 2.0);
                categories.Add(new Category(Array.FindAll(of, inGroup.Contains), middle));
                ticks.Add(new Tick(middle, name));
                place += bars + GapBetween;
            }

            if (overs.Count > 1)
            {
                outer.Add(new Tick((start + place - GapBetween) / 2, groupName));
                place += GapBetweenGroups - GapBetween;
            }
        }

        return new CategoryLayout(categories, [.. ticks], [.. outer], place - (overs.Count > 1 ? GapBetweenGroups : GapBetween));
    }

    /// <summary>The axis that the categories stand at.</summary>
    public Axis Axis(List<OverOption> overs, double margin, bool isVertical) => new()
    {
        Low = 0,
        High = End,
        Ticks = Ticks,
        OuterTicks = OuterTicks,
        HasTickMarks = false,
        HasGrid = false,
        LowMargin = margin,
        HighMargin = margin,
        IsReversed = isVertical,
        LabelAngle = overs.Count > 0 ? overs[0].Angle ?? 0 : 0,
        LabelSize = overs.Count > 0 ? overs[0].Size ?? Sizes.MedSmall : Sizes.MedSmall,
    };

    public static List<(string Name, int[] Rows)> Groups(Session session, OverOption over, int[] rows, bool keepsMissing, Func<int[], double> order)
    {
        List<(string Name, int[] Rows)> groups = [.. CategoryNames.Groups(session, [over.Variable], rows, keepsMissing)
            .Select((group, at) => (over.Label(at, group.Names[0]), group.Rows))];
        if (over.SortsByValue)
        {
            groups = [.. groups.OrderBy(group => order(group.Rows))];
        }

        if (over.IsDescending)
        {
            groups.Reverse();
        }

        return groups;
    }
}

/// <summary>A category: its observations, and where its middle is.</summary>
internal sealed record Category(int[] Rows, double Middle);
