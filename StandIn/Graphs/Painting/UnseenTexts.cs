using System.Globalization;

namespace StataRuns.StandIn.Graphs.Painting;

/// <summary>
/// Texts of an SVG whose characters no typeface of this machine has. Skia would leave them out, since it knows them by their glyphs alone; a mark is drawn
/// in their place, and the text takes it when the file is finished.
/// </summary>
internal sealed class UnseenTexts
{
    /// <summary>Nobody writes this, and the typeface that comes along has it.</summary>
    private const string Sign = "‡¬‡";
    private readonly List<string> _texts = [];

    public string Mark(string text)
    {
        _texts.Add(text);
        return string.Create(CultureInfo.InvariantCulture, $"{Sign}{_texts.Count - 1}{Sign}");
    }

    /// <summary>The text that a mark stands for; null if it's no mark.</summary>
    public string? Of(ReadOnlySpan<char> mark) =>
        mark.Length > 2 * Sign.Length && mark.StartsWith(Sign, StringComparison.Ordinal) && mark.EndsWith(Sign, StringComparison.Ordinal) && int.TryParse(mark[Sign.Length..^Sign.Length], NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at < _texts.Count
            ? _texts[at]
            : null;
}
