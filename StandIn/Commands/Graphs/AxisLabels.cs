using System.Globalization;
using StataRuns.StandIn.Data;
using StataRuns.StandIn.Formats;
using StataRuns.StandIn.Graphs.Looks;
using StataRuns.StandIn.Lexing;

namespace StataRuns.StandIn.Commands.Graphs;

/// <summary><c>xlabel(0(10)50 60 "sixty", angle(45) labsize(small) valuelabel format(%9.1f) nogrid)</c></summary>
internal sealed record AxisLabels
{
    /// <summary>About how many labels to choose, <c>#5</c>; null where the values are given.</summary>
    public int? Wanted { get; private init; }

    public bool IsNone { get; private init; }

    public bool IsMinMax { get; private init; }

    public IReadOnlyList<double> Values { get; private init; } = [];

    public IReadOnlyDictionary<double, string> Texts { get; private init; } = new Dictionary<double, string>();

    public double? Angle { get; private init; }

    public double? Size { get; private init; }

    public Ink? Ink { get; private init; }

    public bool? Grid { get; private init; }

    public bool UsesValueLabels { get; private init; }

    public bool HasLabels { get; private init; } = true;

    public bool HasTicks { get; private init; } = true;

    public DisplayFormat? Format { get; private init; }

    public bool IsAdded { get; private init; }

    public static AxisLabels Parse(string text, Scheme scheme)
    {
        var (content, options) = OptionWords.Split(text);
        var labels = Content(content) with
        {
            IsAdded = options.Take("add"),
            UsesValueLabels = options.Take("valuelabel", 4) | options.Take("valuelabels"),
            HasLabels = !options.Take("nolabels", 5),
            HasTicks = !options.Take("noticks", 4),
            Grid = options.Take("nogrid") ? false : options.Take("grid") ? true : null,
            Angle = options.TakeText("angle", out var word, 3) ? ParseAngle(word) : null,
            Size = options.TakeText("labsize", out word, 4) ? Sizes.Text(word) ?? throw OptionWords.Wrong("labsize") : null,
            Ink = options.TakeText("labcolor", out word, 4) ? Inks.Parse(word, scheme) ?? throw OptionWords.Wrong("labcolor") : null,
            Format = options.TakeText("format", out word, 4) ? DisplayFormat.Parse(word) ?? throw new StataError(120, "invalid format") : null,
        };
        options.Take("alternate", 3);
        options.TakeText("labgap", out _);
        options.TakeText("tlength", out _);
        options.TakeText("tlcolor", out _);
        options.TakeText("gmax", out _);
        options.TakeText("glcolor", out _);
        options.TakeText("glpattern", out _);
        options.TakeText("glwidth", out _);
        options.TakeText("gstyle", out _);
        options.Take("gmax");
        options.Take("gmin");
        options.Take("nogmax");
        options.Take("nogmin");
        options.Finish();
        return labels;
    }

    public static double ParseAngle(string word) => word switch
    {
        "horizontal" or "hor" or "h" or "zero" => 0,
        "vertical" or "ver" or "v" => 90,
        "forty_five" => 45,
        "rvertical" => 270,
        "rhorizontal" => 180,
        _ when double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out var angle) => ((angle % 360) + 360) % 360,
        _ => throw OptionWords.Wrong("angle"),
    };

    private static AxisLabels Content(string content)
    {
        if (content.Length == 0)
        {
            return new AxisLabels { Wanted = 5 };
        }

        if (content is "none" or ".")
        {
            return new AxisLabels { IsNone = true };
        }

        if (content == "minmax")
        {
            return new AxisLabels { IsMinMax = true };
        }

        var (numbers, texts) = (new List<double>(), new Dictionary<double, string>());
        var (pending, wanted) = ("", (int?)null);
        var scanner = new Scanner(content);
        scanner.SkipBlanks();
        while (!scanner.IsAtEnd)
        {
            var word = scanner.Word(out var isText);
            scanner.SkipBlanks();
            if (!isText)
            {
                if (word.StartsWith('#'))
                {
                    wanted = int.TryParse(word.TrimStart('#'), NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : throw StataError.InvalidSyntax();
                    continue;
                }

                pending += " " + word;
                continue;
            }

            numbers.AddRange(NumberList.Parse(pending));
            pending = "";
            if (numbers.Count == 0)
            {
                throw StataError.InvalidSyntax();
            }

            texts[numbers[^1]] = GraphText.Plain(word);
        }

        numbers.AddRange(NumberList.Parse(pending));
        return new AxisLabels { Wanted = wanted, Values = numbers, Texts = texts };
    }
}
