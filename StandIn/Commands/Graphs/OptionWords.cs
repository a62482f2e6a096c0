using System.Globalization;
using StataRuns.StandIn.Lexing;

namespace StataRuns.StandIn.Commands.Graphs;

/// <summary>Small things that all options of graphs need.</summary>
internal static class OptionWords
{
    /// <summary>The words of a list; a quoted one is one word.</summary>
    public static string[] List(string text)
    {
        var words = new List<string>();
        var scanner = new Scanner(text);
        scanner.SkipBlanks();
        while (!scanner.IsAtEnd)
        {
            words.Add(scanner.Word());
            scanner.SkipBlanks();
        }

        return [.. words];
    }

    /// <summary>A text and the options behind its comma.</summary>
    public static (string Text, OptionSet Options) Split(string text)
    {
        var comma = CommandSplitter.OptionsComma(text);
        return comma < 0 ? (text.Trim(), OptionSet.Parse("")) : (text[..comma].Trim(), OptionSet.Parse(text[(comma + 1)..]));
    }

    public static string AsText(OptionSet options) =>
        string.Join(' ', options.Left.Select(option => option.Argument is null ? option.Name : $"{option.Name}({option.Argument})"));

    /// <summary>An hour of a clock.</summary>
    public static int? TakeClock(OptionSet options) =>
        !options.TakeText("position", out var text, 3) ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var clock) && clock is >= 0 and <= 12 ? clock
        : throw Wrong("position");

    public static StataError Wrong(string option) => new(198, $"option {option}() incorrectly specified");

    /// <summary>The last value of an option that may stand several times.</summary>
    public static bool TakeLast(OptionSet options, string name, out string text, int shortest = 0)
    {
        text = "";
        var isThere = false;
        while (options.TakeText(name, out var next, shortest))
        {
            (text, isThere) = (next, true);
        }

        return isThere;
    }
}
