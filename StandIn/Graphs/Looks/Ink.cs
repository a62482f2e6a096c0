namespace StataRuns.StandIn.Graphs.Looks;

/// <summary>A colour and how opaque it is.</summary>
internal readonly record struct Ink(byte Red, byte Green, byte Blue, byte Opacity = 255)
{
    public static readonly Ink None = new(0, 0, 0, 0);

    public static readonly Ink White = new(255, 255, 255);

    public static readonly Ink Black = new(0, 0, 0);

    public bool IsVisible => Opacity > 0;

    public static Ink Gray(byte level) => new(level, level, level);

    /// <summary><c>navy%50</c></summary>
    public Ink WithOpacity(double percent) => this with { Opacity = (byte)Math.Round(255 * Math.Clamp(percent, 0, 100) / 100) };

    /// <summary><c>navy*.5</c> is lighter, <c>navy*1.5</c> is darker.</summary>
    public Ink Times(double intensity)
    {
        var strength = Math.Clamp(intensity, 0, 255);
        byte Part(byte part) => (byte)Math.Clamp(Math.Round(strength <= 1 ? 255 - ((255 - part) * strength) : part / strength), 0, 255);
        return new Ink(Part(Red), Part(Green), Part(Blue), Opacity);
    }
}
