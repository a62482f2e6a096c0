namespace StataRuns.StandIn.Graphs.Pages;

/// <summary>What layers span in one direction.</summary>
internal static class Extent
{
    /// <returns>A low end above the high one if there is nothing.</returns>
    public static (double Low, double High) Of(IEnumerable<Layer> layers, bool isVertical, bool isLog)
    {
        var (low, high) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var layer in layers)
        {
            var isAlong = layer.Kind == LayerKind.Bars && layer.IsHorizontal == isVertical;
            var isValue = layer.Kind == LayerKind.Bars ? !isAlong : isVertical;
            var half = isAlong ? layer.BarWidth / 2 : 0;
            Add(isValue ? layer.Y : layer.X, half);
            Add(isValue ? layer.EndY : layer.EndX, half);
        }

        return (low, high);

        void Add(double[] values, double half)
        {
            foreach (var value in values)
            {
                if (double.IsFinite(value) && (!isLog || value > 0))
                {
                    low = Math.Min(low, value - half);
                    high = Math.Max(high, value + half);
                }
            }
        }
    }
}
