using System.Globalization;
using StataRuns.StandIn.Data;
using StataRuns.StandIn.Expressions;
using StataRuns.StandIn.Lexing;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands;

/// <summary>
/// The parts of a command in standard syntax ([U] 11): what comes first, <c>[weight]</c>, <c>if</c>, <c>in</c>, <c>using</c>, options.
/// </summary>
internal sealed class CommandSyntax
{
    private static readonly string[] Words = ["using", "in", "if"];

    private readonly Session _session;
    private readonly string? _range;

    private CommandSyntax(Session session, string text, bool hasUsing, ReadOnlySpan<WeightKind> weights)
    {
        _session = session;
        var comma = CommandSplitter.OptionsComma(text);
        Options = OptionSet.Parse(comma < 0 ? "" : text[(comma + 1)..]);
        var rest = comma < 0 ? text : text[..comma];
        var weight = Cut(ref rest);
        var ends = rest.Length;
        foreach (var word in Words)
        {
            if ((word == "using" && !hasUsing) || CommandSplitter.Word(rest, word) is not (>= 0 and var at) || at >= ends)
            {
                continue;
            }

            // The last of them first: what stands behind it up to the next is its content.
            var content = Content(rest, at + word.Length);
            if (content.Length == 0)
            {
                throw StataError.InvalidSyntax();
            }

            _ = word switch
            {
                "using" => Using = content,
                "in" => _range = content,
                _ => IfText = content,
            };
        }

        var first = Words.Where(word => word != "using" || hasUsing)
            .Select(word => CommandSplitter.Word(rest, word)).Where(at => at >= 0).DefaultIfEmpty(rest.Length).Min();
        Before = rest[..first].Trim();
        If = IfText is null ? null : ExpressionParser.Parse(session, IfText).MustBeNumber();
        Weights = weight is null ? null : Weights.Parse(session, weight, weights);

        string Content(string source, int start)
        {
            var stop = source.Length;
            foreach (var other in Words)
            {
                if ((other != "using" || hasUsing) && CommandSplitter.Word(source, other, start) is >= 0 and var at)
                {
                    stop = Math.Min(stop, at);
                }
            }

            return source[start..stop].Trim();
        }
    }

    /// <summary>What stands before the first of the parts: variables, or <c>name = exp</c>.</summary>
    public string Before { get; }

    public Expression? If { get; }

    public string? IfText { get; }

    /// <summary>The file's name with its quotes.</summary>
    public string? Using { get; }

    /// <summary>Null without weights, and for commands that take none.</summary>
    public Weights? Weights { get; }

    public OptionSet Options { get; }

    public string? RangeText => _range;

    public bool IsRestricted => If is not null || _range is not null;

    /// <summary>Of a command that takes no weights: they are an error.</summary>
    public static CommandSyntax Parse(Session session, string text, bool hasUsing = false) => new(session, text, hasUsing, []);

    /// <summary>Of a command that takes weights.</summary>
    /// <param name="weights">The kinds that are allowed; the first is what <c>[weight = exp]</c> means.</param>
    public static CommandSyntax ParseWeighted(Session session, string text, params ReadOnlySpan<WeightKind> weights) => new(session, text, false, weights);

    /// <summary>What an observation weighs: 1 without weights.</summary>
    public double Weight(int observation) => Weights?.Of(observation) ?? 1;

    /// <summary>The observations that <c>if</c> and <c>in</c> leave, without those that weigh nothing.</summary>
    public IEnumerable<int> Selected()
    {
        var (first, last) = Range(_session.Data, _range);
        for (var at = first; at <= last; at++)
        {
            if ((If is null || If.IsTrue(at)) && (Weights is null || Weights.IsUsable(at)))
            {
                yield return at;
            }
        }
    }

    public CommandSyntax NoRestriction() => !IsRestricted ? this : throw (If is not null ? new StataError(101, "if not allowed") : new StataError(101, "in not allowed"));

    /// <summary>Observations from and to, counted from 0; <c>f</c>, <c>l</c> and negative numbers as in Stata.</summary>
    public static (int First, int Last) Range(Dataset data, string? text)
    {
        if (text is null)
        {
            return (data.First, data.First + data.Count - 1);
        }

        var slash = text.IndexOf('/', StringComparison.Ordinal);
        var first = Observation(data, slash < 0 ? text : text[..slash]);
        var last = slash < 0 ? first : Observation(data, text[(slash + 1)..]);
        return first <= last ? (first, last) : throw new StataError(198, "observation numbers out of range");
    }

    private static int Observation(Dataset data, string text)
    {
        text = text.Trim();
        var number = text switch
        {
            "f" or "F" => 1,
            "l" or "L" => data.Observations,
            _ when int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var parsed) => parsed < 0 ? data.Observations + parsed + 1 : parsed,
            _ => throw StataError.InvalidSyntax(),
        };
        return number >= 1 && number <= data.Observations ? number - 1 : throw new StataError(198, "observation numbers out of range");
    }

    /// <summary>Takes <c>[fw=x]</c> out of the text.</summary>
    private static string? Cut(ref string text)
    {
        if (!text.Contains('[', StringComparison.Ordinal))
        {
            return null;
        }

        var scanner = new Scanner(text);
        while (!scanner.IsAtEnd)
        {
            if (scanner.Here is '"' or '`' && scanner.Quoted(out _))
            {
                continue;
            }

            var start = scanner.Position;
            if (scanner.Here == '[' && scanner.Bracketed('[', ']') is var content && Weights.IsWeight(content))
            {
                text = text.Remove(start, scanner.Position - start).Insert(start, " ");
                return content;
            }

            scanner.Position = start + 1;
        }

        return null;
    }
}
