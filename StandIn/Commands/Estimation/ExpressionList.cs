using System.Globalization;
using System.Text;
using StataRuns.StandIn.Lexing;
using StataRuns.StandIn.Matrices;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands.Estimation;

/// <summary>The <c>exp_list</c> of resampling prefixes: <c>name=exp</c>, <c>name=(exp)</c>, <c>(exp)</c>, <c>exp</c>, <c>_b</c>, <c>_se</c>.</summary>
internal sealed class ExpressionList
{
    private readonly List<(string Name, string Expression)> _items;
    private readonly string _prefix;

    private ExpressionList(List<(string Name, string Expression)> items, string prefix) => (_items, _prefix) = (items, prefix);

    /// <summary>Nothing but the coefficients of an estimation command.</summary>
    public bool IsCoefficients => _items.Count == 0 || _items is [{ Expression: "_b" }];

    /// <summary>The command has to run before it is known what there is to collect.</summary>
    public bool NeedsEstimates => _items.Count == 0 || _items.Exists(item => item.Expression is "_b" or "_se");

    /// <summary>What is told of them above the table.</summary>
    public IEnumerable<(string Name, string Expression)> Legend => _items.Where(item => item.Expression is not ("_b" or "_se"));

    /// <param name="prefix">How unnamed expressions are called: <c>_bs_</c>, <c>_sim_</c>, <c>_jk_</c>, <c>_pm_</c>.</param>
    public static ExpressionList Parse(string text, string prefix)
    {
        var items = new List<(string, string)>();
        var scanner = new Scanner(text);
        scanner.SkipBlanks();
        while (!scanner.IsAtEnd)
        {
            var item = Item(ref scanner);
            var equals = item.IndexOf('=', StringComparison.Ordinal);
            var isNamed = equals > 0 && Names.IsName(item.AsSpan(0, equals)) && !item.AsSpan(equals).StartsWith("==", StringComparison.Ordinal);
            items.Add(isNamed ? (item[..equals], Bare(item[(equals + 1)..]))
                : item is "_b" or "_se" ? ("", item)
                : (string.Create(CultureInfo.InvariantCulture, $"{prefix}{items.Count + 1}"), Bare(item)));
            scanner.SkipBlanks();
        }

        return new ExpressionList(items, prefix);
    }

    /// <summary>With <c>_b</c> and <c>_se</c> spelt out for the coefficients of the command that has just run.</summary>
    public List<Collected> Expand(Session session)
    {
        var collected = new List<Collected>();
        foreach (var (name, expression) in _items.Count == 0 ? [("", "_b")] : _items)
        {
            if (expression is not ("_b" or "_se"))
            {
                collected.Add(new Collected(name, new Stripe("", name), expression));
                continue;
            }

            var b = session.E.Matrix("b") ?? throw new StataError(301, "last estimates not found");
            foreach (var stripe in b.ColumnNames)
            {
                var isPlain = expression == "_b" && _prefix != "_sim_";
                var shown = isPlain && IsCoefficients ? stripe : new Stripe(expression, stripe.Name);
                var hidden = stripe.Equation.Length > 0 && stripe.Equation != session.E.Get("depvar")?.Text ? $"{stripe.Equation}_" : "";
                collected.Add(new Collected(Spelt($"{hidden}{expression}_{FactorNames.Plain(stripe.Name).TrimStart('_')}"), shown, $"{expression}[{stripe}]"));
            }
        }

        return collected;
    }

    private static string Bare(string expression)
    {
        if (expression is not ['(', .., ')'])
        {
            return expression;
        }

        var scanner = new Scanner(expression);
        var inside = scanner.Bracketed('(', ')');
        return scanner.IsAtEnd ? inside.Trim() : expression;
    }

    private static string Spelt(string name)
    {
        var spelt = string.Concat(name.Select(letter => Names.IsPart(letter) ? letter : '_'));
        return spelt.Length > Names.Longest ? spelt[..Names.Longest] : spelt;
    }

    /// <summary>Up to the next blank; blanks in brackets and around <c>=</c> belong to it.</summary>
    private static string Item(ref Scanner scanner)
    {
        var item = new StringBuilder();
        while (!scanner.IsAtEnd)
        {
            var start = scanner.Position;
            scanner.SkipBlanks();
            var isBehindBlank = scanner.Position > start && item.Length > 0;
            if (isBehindBlank && scanner.Here != '=' && item[^1] != '=')
            {
                break;
            }

            start = scanner.Position;
            if (scanner.Here is '(' or '[')
            {
                scanner.Bracketed(scanner.Here, scanner.Here == '(' ? ')' : ']');
            }
            else
            {
                scanner.Position++;
            }

            item.Append(scanner.Text, start, Math.Min(scanner.Position, scanner.Text.Length) - start);
        }

        return item.ToString();
    }
}
