using System.Globalization;
using StataRuns.StandIn.Expressions;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands.Language;

/// <summary><c>continue</c>, <c>exit</c>, <c>error</c>, <c>assert</c>.</summary>
internal static class FlowCommands
{
    public static void Continue(Session session, string rest)
    {
        var options = OptionSet.Parse(rest.Trim().TrimStart(','));
        var breaks = options.Take("break", 2);
        options.Finish();
        session.Pending = breaks ? Flow.Break : Flow.Continue;
    }

    /// <summary><c>exit [=exp] [, STATA clear]</c></summary>
    public static void Exit(Session session, string rest)
    {
        var comma = rest.IndexOf(',', StringComparison.Ordinal);
        var options = OptionSet.Parse(comma < 0 ? "" : rest[(comma + 1)..]);
        var endsStata = options.Take("STATA");
        options.Take("clear", 1);
        options.Finish();
        var expression = (comma < 0 ? rest : rest[..comma]).Trim().TrimStart('=').Trim();
        var code = expression.Length == 0 ? 0 : Code(session.Number(expression));
        if (endsStata)
        {
            throw new ExitStata(code);
        }

        if (code != 0)
        {
            throw new StataError(code) { IsReported = true };
        }

        session.Pending = Flow.Exit;
    }

    public static void Error(Session session, string rest)
    {
        var code = Code(session.Number(rest.Trim()));
        if (code != 0)
        {
            throw new StataError(code, ErrorMessages.For(code));
        }
    }

    public static void Assert(Session session, string rest)
    {
        var syntax = CommandSyntax.Parse(session, rest);
        var nullAllowed = syntax.Options.Take("rc0", 3) | syntax.Options.Take("null", 1) | syntax.Options.Take("fast", 1);
        syntax.Options.Finish();
        var expression = ExpressionParser.Parse(session, syntax.Before).MustBeNumber();
        if (session.Data.Observations == 0 && !syntax.IsRestricted)
        {
            if (!expression.IsTrue(0))
            {
                throw new StataError(9, "assertion is false");
            }

            return;
        }

        var wrong = 0;
        var total = 0;
        foreach (var at in syntax.Selected())
        {
            total++;
            wrong += expression.IsTrue(at) ? 0 : 1;
        }

        if (wrong > 0 && !nullAllowed)
        {
            throw new StataError(9, expression.IsConstant || total <= 1
                ? "assertion is false"
                : string.Create(CultureInfo.InvariantCulture, $"{wrong:#,0} contradiction{(wrong == 1 ? "" : "s")} in {total:#,0} observations\nassertion is false"));
        }
    }

    private static int Code(double value) => Missing.Is(value) || Math.Abs(value) > int.MaxValue ? 0 : (int)value;
}
