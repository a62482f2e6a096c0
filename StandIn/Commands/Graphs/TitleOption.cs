using StataRuns.StandIn.Graphs.Looks;
using StataRuns.StandIn.Graphs.Pages;

namespace StataRuns.StandIn.Commands.Graphs;

/// <summary><c>title("line" "line", size() color() position())</c> and all options of that form.</summary>
internal static class TitleOption
{
    public static TextBlock Parse(string text, Scheme scheme, double size, Ink ink, int clock)
    {
        var (content, options) = OptionWords.Split(text);
        if (options.TakeText("size", out var word, 3))
        {
            size = Sizes.Text(word) ?? throw OptionWords.Wrong("size");
        }

        if (options.TakeText("color", out word, 3))
        {
            ink = Inks.Parse(word, scheme) ?? throw OptionWords.Wrong("color");
        }

        clock = OptionWords.TakeClock(options) ?? clock;
        if (options.TakeText("justification", out word, 4))
        {
            clock = word switch { "left" => 11, "right" => 1, "center" => 12, _ => throw OptionWords.Wrong("justification") };
        }

        Layout(options);
        options.Finish();
        return new TextBlock(GraphText.Lines(content), size, ink, clock);
    }

    /// <summary>Fine placement that the stand-in takes and does not follow.</summary>
    private static void Layout(OptionSet options)
    {
        options.Take("span");
        options.TakeText("ring", out _);
        options.TakeText("margin", out _);
        options.TakeText("bmargin", out _);
        options.TakeText("orientation", out _);
        options.TakeText("placement", out _);
        options.TakeText("alignment", out _);
        options.TakeText("linegap", out _);
        options.TakeText("style", out _);
        options.TakeText("tstyle", out _);
    }
}
