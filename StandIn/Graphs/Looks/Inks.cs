using System.Globalization;

namespace StataRuns.StandIn.Graphs.Looks;

/// <summary>Colours by name ([G-4] colorstyle), by <c>"r g b"</c>, with <c>%opacity</c> and <c>*intensity</c>.</summary>
internal static class Inks
{
    /// <summary>Null if the text names no colour.</summary>
    public static Ink? Parse(string text, Scheme scheme)
    {
        text = text.Trim().Trim('"').Trim();
        double? opacity = null;
        var intensity = 1.0;
        var percent = text.IndexOf('%', StringComparison.Ordinal);
        if (percent >= 0)
        {
            if (!Number(text[(percent + 1)..], out var value))
            {
                return null;
            }

            (opacity, text) = (value, text[..percent]);
        }

        var star = text.IndexOf('*', StringComparison.Ordinal);
        if (star >= 0)
        {
            if (!Number(text[(star + 1)..], out intensity))
            {
                return null;
            }

            text = text[..star];
        }

        if (text.Length == 0 && opacity is not null)
        {
            text = "p1";
        }

        if ((Triple(text) ?? Named(text, scheme)) is not { } ink)
        {
            return null;
        }

        ink = intensity == 1 ? ink : ink.Times(intensity);
        return opacity is { } share ? ink.WithOpacity(share) : ink;
    }

    private static Ink? Triple(string text)
    {
        var parts = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return parts.Length == 3 && byte.TryParse(parts[0], out var red) && byte.TryParse(parts[1], out var green) && byte.TryParse(parts[2], out var blue)
            ? new Ink(red, green, blue)
            : null;
    }

    private static Ink? Named(string name, Scheme scheme)
    {
        if (name.StartsWith("gs", StringComparison.Ordinal) && int.TryParse(name.AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture, out var gray) && gray <= 16)
        {
            return Ink.Gray((byte)Math.Min(255, gray * 16));
        }

        if (name.StartsWith("stc", StringComparison.Ordinal) && int.TryParse(name.AsSpan(3), NumberStyles.None, CultureInfo.InvariantCulture, out var place) && place is >= 1 and <= 15)
        {
            return Scheme.StColor.Color(place - 1);
        }

        if (name.StartsWith('p') && int.TryParse(name.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out place) && place is >= 1 and <= 15)
        {
            return scheme.Color(place - 1);
        }

        return name switch
        {
            "none" => Ink.None,
            "black" => Ink.Black,
            "white" or "bg" or "background" => Ink.White,
            "fg" or "foreground" => Ink.Black,
            "gray" or "grey" => Ink.Gray(128),
            "dimgray" => new Ink(14, 14, 14),
            "red" => new Ink(255, 0, 0),
            "green" => new Ink(0, 128, 0),
            "blue" => new Ink(0, 0, 255),
            "yellow" => new Ink(255, 255, 0),
            "cyan" => new Ink(0, 255, 255),
            "magenta" => new Ink(255, 0, 255),
            "orange" => new Ink(255, 127, 0),
            "purple" => new Ink(128, 0, 128),
            "pink" => new Ink(255, 0, 128),
            "brown" => new Ink(156, 136, 71),
            "navy" => new Ink(26, 71, 111),
            "maroon" => new Ink(144, 53, 59),
            "forest_green" => new Ink(85, 117, 47),
            "dkorange" => new Ink(227, 126, 0),
            "teal" => new Ink(110, 142, 132),
            "cranberry" => new Ink(193, 5, 52),
            "lavender" => new Ink(147, 141, 210),
            "khaki" => new Ink(202, 194, 126),
            "sienna" => new Ink(160, 82, 45),
            "emidblue" => new Ink(123, 146, 168),
            "eltblue" => new Ink(130, 192, 233),
            "edkblue" => new Ink(62, 100, 125),
            "emerald" => new Ink(45, 109, 102),
            "erose" => new Ink(191, 161, 156),
            "gold" => new Ink(255, 210, 0),
            "bluishgray" => new Ink(217, 230, 235),
            "ltbluishgray" => new Ink(234, 242, 243),
            "dknavy" => new Ink(30, 45, 83),
            "dkgreen" => new Ink(55, 94, 46),
            "midgreen" => new Ink(0, 143, 0),
            "midblue" => new Ink(0, 139, 188),
            "ltblue" => new Ink(173, 216, 230),
            "mint" => new Ink(0, 255, 128),
            "lime" => new Ink(50, 205, 50),
            "olive" => new Ink(128, 128, 0),
            "olive_teal" => new Ink(192, 220, 192),
            "ebblue" => new Ink(0, 139, 188),
            "sand" => new Ink(217, 196, 146),
            "sandb" => new Ink(247, 219, 173),
            "stone" => new Ink(215, 210, 158),
            "orange_red" => new Ink(255, 69, 0),
            "red_rose" or "cranberry_rose" => new Ink(193, 5, 52),
            _ => null,
        };
    }

    private static bool Number(string text, out double number) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number);
}
