using System.Text;
using StataRuns.StandIn.Expressions;
using StataRuns.StandIn.Lexing;
using StataRuns.StandIn.Output;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands.Estimation;

/// <summary>What <c>bootstrap</c> and <c>simulate</c> share: options, the command behind the colon, and the expressions that are collected.</summary>
internal sealed class Replication
{
    private Replication(string command, int replications, bool hasDots, OptionSet options, List<(string Name, string Expression)> expressions) =>
        (Command, Replications, HasDots, Options, Expressions) = (command, replications, hasDots, options, expressions);

    public string Command { get; }

    public int Replications { get; }

    public bool HasDots { get; }

    public OptionSet Options { get; }

    /// <summary>Empty for all coefficients.</summary>
    public List<(string Name, string Expression)> Expressions { get; }

    /// <param name="prefix">How unnamed expressions are called: <c>_bs_</c> or <c>_sim_</c>.</param>
    public static Replication Parse(Session session, string rest, int usual, string prefix)
    {
        var colon = Colon(rest);
        if (colon < 0)
        {
            throw StataError.InvalidSyntax();
        }

        var command = rest[(colon + 1)..].Trim();
        var head = rest[..colon];
        var comma = CommandSplitter.OptionsComma(head);
        var options = OptionSet.Parse(comma < 0 ? "" : head[(comma + 1)..]);
        var replications = options.TakeNumber("reps", 1) ?? usual;
        var isSilent = options.Take("nodots") | options.Take("noisily", 2);
        options.TakeNumber("dots");
        if (options.TakeNumber("seed") is { } seed)
        {
            session.Random.Seed((long)seed);
        }

        if (replications is < 1 or > 100_000_000 || command.Length == 0)
        {
            throw replications < 1 ? new StataError(198, "reps() must be a positive integer") : StataError.InvalidSyntax();
        }

        return new Replication(command, (int)replications, !isSilent, options, Read((comma < 0 ? head : head[..comma]).Trim(), prefix));
    }

    /// <summary>Runs the command in silence and evaluates; null if it failed or left nothing to collect.</summary>
    public double[]? Once(Session session, List<(string Name, string Expression)> expressions)
    {
        double[]? values = null;
        var rc = session.Rc;
        Prefixes.Capture(session, () => Prefixes.InMode(session, OutputMode.Captured, () =>
        {
            session.Executor.Expanded(Command);
            values = [.. expressions.Select(item => ExpressionParser.Parse(session, item.Expression).Number(0))];
        }));
        session.Rc = rc;
        return values;
    }

    /// <summary>The command's own name, for <c>(running regress on estimation sample)</c>.</summary>
    public string CommandName => CommandTable.Find(new Scanner(Command).Name())?.Name ?? new Scanner(Command).Name();

    private static int Colon(string text)
    {
        var depth = 0;
        for (var at = 0; at < text.Length; at++)
        {
            depth += text[at] is '(' or '[' ? 1 : text[at] is ')' or ']' ? -1 : 0;
            if (text[at] == ':' && depth == 0)
            {
                return at;
            }
        }

        return -1;
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

    /// <summary><c>name=exp</c>, <c>name=(exp)</c>, <c>exp</c>, separated by blanks.</summary>
    private static List<(string Name, string Expression)> Read(string text, string prefix)
    {
        var list = new List<(string, string)>();
        var scanner = new Scanner(text);
        scanner.SkipBlanks();
        while (!scanner.IsAtEnd)
        {
            var item = Item(ref scanner);
            var equals = item.IndexOf('=', StringComparison.Ordinal);
            var isNamed = equals > 0 && Names.IsName(item.AsSpan(0, equals)) && !item.AsSpan(equals).StartsWith("==", StringComparison.Ordinal);
            if (item is not "_b")
            {
                list.Add(isNamed ? (item[..equals], item[(equals + 1)..]) : ($"{prefix}{list.Count + 1}", item));
            }

            scanner.SkipBlanks();
        }

        return list;
    }
}
