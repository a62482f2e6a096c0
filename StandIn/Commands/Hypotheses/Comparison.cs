using StataRuns.StandIn.Data;
using StataRuns.StandIn.Expressions.Functions;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands.Hypotheses;

/// <summary>What a test compares: <c>varname == #</c>, <c>varname == varname</c>, or <c>varname, by(groupvar)</c>.</summary>
internal sealed record Comparison(Variable Variable, Variable? Other, double? Value, Variable? Group)
{
    public static Comparison Parse(Session session, CommandSyntax syntax)
    {
        var by = syntax.Options.TakeText("by", out var group) ? VariableList.Single(session.Data, group) : null;
        var at = syntax.Before.IndexOf("==", StringComparison.Ordinal);
        var length = 2;
        if (at < 0)
        {
            (at, length) = (syntax.Before.IndexOf('=', StringComparison.Ordinal), 1);
        }

        var variable = Numeric(session, at < 0 ? syntax.Before : syntax.Before[..at]);
        if (at < 0)
        {
            return by is null ? throw new StataError(100, "by() option required") : new Comparison(variable, null, null, by);
        }

        if (by is not null)
        {
            throw new StataError(198, "by() may not be combined with ==");
        }

        var right = syntax.Before[(at + length)..].Trim();
        var value = TextFunctions.Real(right);
        return right.Length == 0 ? throw StataError.InvalidSyntax()
            : !Missing.Is(value) ? new Comparison(variable, null, value, null)
            : session.Data.Exact(right) is null && right.Any(letter => "+-*/()`".Contains(letter, StringComparison.Ordinal)) ? new Comparison(variable, null, session.Number(right), null)
            : new Comparison(variable, Numeric(session, right), null, null);
    }

    public static double Level(Session session, OptionSet options)
    {
        var level = options.TakeNumber("level", 1) ?? session.Settings.Level;
        return level is >= 10 and <= 99.99 ? level : throw new StataError(198, "level() must be between 10 and 99.99 inclusive");
    }

    private static Variable Numeric(Session session, string name)
    {
        var variable = VariableList.Single(session.Data, name.Trim());
        return variable.IsText ? throw StataError.TypeMismatch() : variable;
    }
}
