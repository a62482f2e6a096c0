using StataRuns.StandIn.Expressions;
using StataRuns.StandIn.Lexing;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands;

/// <summary>A command's <c>[fweight = exp]</c>: its kind, and what each observation weighs.</summary>
internal sealed class Weights
{
    private readonly Expression _expression;

    private Weights(WeightKind kind, string text, Expression expression) => (Kind, Text, _expression) = (kind, text, expression);

    public WeightKind Kind { get; }

    /// <summary>The expression as written.</summary>
    public string Text { get; }

    /// <summary><c>fweight</c>, <c>aweight</c>, <c>pweight</c> or <c>iweight</c>, as <c>e(wtype)</c> has it.</summary>
    public string Name => NameOf(Kind);

    /// <summary>Reads <c>fw = exp</c>; the first of the kinds allowed is what <c>[weight = exp]</c> stands for, and that is said.</summary>
    public static Weights Parse(Session session, string content, ReadOnlySpan<WeightKind> allowed)
    {
        if (allowed.IsEmpty)
        {
            throw new StataError(101, "weights not allowed");
        }

        var scanner = new Scanner(content);
        var word = scanner.Name();
        var given = KindOf(word);
        if (given is null)
        {
            session.Console.WriteLine($"({Described(allowed[0])} weights assumed)");
        }

        var kind = given ?? allowed[0];
        if (!allowed.Contains(kind))
        {
            throw new StataError(101, $"{NameOf(kind)}s not allowed");
        }

        scanner.SkipBlanks();
        var text = scanner.Rest.TrimStart('=').Trim();
        return new Weights(kind, text, ExpressionParser.Parse(session, text).MustBeNumber());
    }

    /// <summary>Whether the content of a bracket is a weight's: a subscript never holds a name and a single <c>=</c>.</summary>
    public static bool IsWeight(ReadOnlySpan<char> content)
    {
        var equals = content.IndexOf('=');
        if (equals <= 0 || (equals + 1 < content.Length && content[equals + 1] == '='))
        {
            return false;
        }

        var word = content[..equals].Trim();
        return word is "w" or "weight" || KindOf(word) is not null;
    }

    public static WeightKind? KindOf(ReadOnlySpan<char> word) => word switch
    {
        "fw" or "fweight" or "fweights" or "freq" => WeightKind.Frequency,
        "aw" or "aweight" or "aweights" or "cellsize" => WeightKind.Analytic,
        "pw" or "pweight" or "pweights" => WeightKind.Sampling,
        "iw" or "iweight" or "iweights" => WeightKind.Importance,
        _ => null,
    };

    /// <summary>Whether an observation counts; one that weighs nothing does not, and a weight that can't be is an error.</summary>
    public bool IsUsable(int observation)
    {
        var weight = _expression.Number(observation);
        if (Missing.Is(weight) || weight == 0)
        {
            return false;
        }

        if (weight < 0 && Kind != WeightKind.Importance)
        {
            throw new StataError(402, "negative weights encountered");
        }

        return Kind != WeightKind.Frequency || weight == Math.Truncate(weight) ? true : throw new StataError(401, "may not use noninteger frequency weights");
    }

    public double Of(int observation) => _expression.Number(observation);

    private static string NameOf(WeightKind kind) => kind switch
    {
        WeightKind.Frequency => "fweight",
        WeightKind.Analytic => "aweight",
        WeightKind.Sampling => "pweight",
        _ => "iweight",
    };

    private static string Described(WeightKind kind) => kind switch
    {
        WeightKind.Frequency => "frequency",
        WeightKind.Analytic => "analytic",
        WeightKind.Sampling => "sampling",
        _ => "importance",
    };
}
