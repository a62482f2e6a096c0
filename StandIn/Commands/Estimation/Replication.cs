using StataRuns.StandIn.Expressions;
using StataRuns.StandIn.Lexing;
using StataRuns.StandIn.Output;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands.Estimation;

/// <summary>What resampling prefixes share: options, the command behind the colon, and the expressions that are collected.</summary>
internal sealed class Replication
{
    private Replication(string command, int replications, bool hasDots, OptionSet options, ExpressionList expressions) =>
        (Command, Replications, HasDots, Options, Expressions) = (command, replications, hasDots, options, expressions);

    public string Command { get; }

    public int Replications { get; }

    public bool HasDots { get; }

    /// <summary>Whether it's said that a command leaves no sample.</summary>
    public bool HasWarning { get; private init; }

    public OptionSet Options { get; }

    public ExpressionList Expressions { get; }

    /// <summary>The command's own name, for <c>(running regress on estimation sample)</c>.</summary>
    public string CommandName => CommandTable.Find(new Scanner(Command).Name())?.Name ?? new Scanner(Command).Name();

    /// <param name="usual">Replications without <c>reps()</c>.</param>
    /// <param name="first">Words that stand before the expressions, as <c>permute</c> has a variable; cut off by it.</param>
    public static Replication Parse(Session session, string rest, int usual, string prefix, Func<string, string>? first = null)
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
        isSilent |= options.TakeNumber("dots") == 0;
        options.Take("dots");
        var hasWarning = !options.Take("nowarn", 4);
        if (options.TakeNumber("seed") is { } seed)
        {
            session.Random.Seed((long)seed);
        }

        if (replications is < 1 or > 100_000_000 || command.Length == 0)
        {
            throw replications < 1 ? new StataError(198, "reps() must be a positive integer") : StataError.InvalidSyntax();
        }

        var expressions = (comma < 0 ? head : head[..comma]).Trim();
        return new Replication(command, (int)replications, !isSilent, options, ExpressionList.Parse(first is null ? expressions : first(expressions), prefix)) { HasWarning = hasWarning };
    }

    /// <summary>Runs the command in silence and evaluates; null if it failed or left nothing to collect.</summary>
    public double[]? Once(Session session, IReadOnlyList<Collected> collected)
    {
        double[]? values = null;
        var rc = session.Rc;
        Prefixes.Capture(session, () => Prefixes.InMode(session, OutputMode.Captured, () =>
        {
            session.Executor.Expanded(Command);
            values = Coefficients(session, collected) ?? [.. collected.Select(item => ExpressionParser.Parse(session, item.Expression).Number(0))];
        }));
        session.Rc = rc;
        return values;
    }

    /// <summary>The command on the data as they are, without its output.</summary>
    public void Observe(Session session) => Prefixes.InMode(session, session.Console.Mode == OutputMode.Captured ? OutputMode.Captured : OutputMode.Quiet, () => session.Executor.Expanded(Command));

    /// <summary>All coefficients at once where they are what is wanted, and none has changed its name.</summary>
    private double[]? Coefficients(Session session, IReadOnlyList<Collected> collected)
    {
        if (!Expressions.IsCoefficients || session.E.Matrix("b") is not { } b || b.Columns != collected.Count)
        {
            return null;
        }

        var names = b.ColumnNames;
        for (var i = 0; i < names.Length; i++)
        {
            if (names[i].Name != collected[i].Stripe.Name)
            {
                return null;
            }
        }

        return b.Cells.ToArray();
    }

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
}
