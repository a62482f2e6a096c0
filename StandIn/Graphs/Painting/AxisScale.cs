using StataRuns.StandIn.Graphs.Pages;

namespace StataRuns.StandIn.Graphs.Painting;

/// <summary>An axis laid along a length of the sheet: its ends, on its linear scale, with the margins around what it must show.</summary>
internal readonly struct AxisScale
{
    private readonly Axis _axis;

    public AxisScale(Axis axis, float length, float unit)
    {
        _axis = axis;
        var (low, high) = (axis.Place(axis.Low), axis.Place(axis.High));
        if (!(high > low))
        {
            var half = Math.Max(Math.Abs(low) * 0.05, 0.5);
            (low, high) = (low - half, high + half);
        }

        var margins = (axis.LowMargin + axis.HighMargin) * unit;
        var perPixel = (high - low) / Math.Max(1, length - margins);
        Min = low - (axis.LowMargin * unit * perPixel);
        Max = high + (axis.HighMargin * unit * perPixel);
        if (axis.IsReversed)
        {
            (Min, Max) = (-Max, -Min);
        }
    }

    public double Min { get; }

    public double Max { get; }

    public double Place(double value) => _axis.IsReversed ? -_axis.Place(value) : _axis.Place(value);

    /// <summary>0 at the axis's beginning, 1 at its end.</summary>
    public float Fraction(double value) => (float)((Place(value) - Min) / (Max - Min));

    public bool Shows(double value) => Fraction(value) is >= -0.0005f and <= 1.0005f;
}
