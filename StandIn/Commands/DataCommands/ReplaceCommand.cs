using System.Globalization;
using StataRuns.StandIn.Data;
using StataRuns.StandIn.Expressions;
using StataRuns.StandIn.Formats;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands.DataCommands;

/// <summary><c>replace oldvar = exp [if] [in]</c>; a type that is too small is promoted, and said so.</summary>
internal static class ReplaceCommand
{
    public static void Run(Session session, string rest)
    {
        var syntax = CommandSyntax.Parse(session, rest);
        var staysSame = syntax.Options.Take("nopromote", 3);
        syntax.Options.Finish();
        var equals = syntax.Before.IndexOf('=', StringComparison.Ordinal);
        if (equals < 0)
        {
            throw StataError.InvalidSyntax();
        }

        var variable = VariableList.Single(session.Data, syntax.Before[..equals]);
        var expression = ExpressionParser.Parse(session, syntax.Before[(equals + 1)..]);
        if (variable.IsText != expression.IsText)
        {
            throw StataError.TypeMismatch();
        }

        var before = variable.Type;
        var (changes, toMissing) = (0, 0);
        var data = session.Data;
        data.ForEachGroup(() =>
        {
            foreach (var at in syntax.Selected())
            {
                var change = variable.IsText ? Text(variable, at, expression.Text(at), staysSame) : Number(variable, at, expression.Number(at), staysSame);
                changes += change;
                toMissing += change > 0 && !variable.IsText && variable.IsMissing(at) ? 1 : 0;
            }
        });
        if (changes > 0)
        {
            data.Unsort(variable.Name);
            data.IsChanged = true;
        }

        if (variable.Type != before)
        {
            session.Console.WriteLine($"variable {variable.Name} was {before} now {variable.Type}");
        }

        session.Console.WriteLine($"({Counted.Of(changes, "real change")} made{(toMissing > 0 ? string.Create(CultureInfo.InvariantCulture, $", {toMissing:#,0} to missing") : "")})");
    }

    private static int Number(Variable variable, int at, double value, bool staysSame)
    {
        if (!staysSame)
        {
            variable.Type = variable.Type.PromotedFor(value);
        }

        var stored = variable.Type.Store(value);
        if (stored.Equals(variable.Number(at)))
        {
            return 0;
        }

        variable.Set(at, stored);
        return 1;
    }

    private static int Text(Variable variable, int at, string value, bool staysSame)
    {
        if (variable.Type.Kind == StorageKind.Text && value.Length > variable.Type.Width)
        {
            if (staysSame)
            {
                value = value[..variable.Type.Width];
            }
            else
            {
                variable.Type = value.Length > StorageType.LongestText ? new StorageType(StorageKind.LongText) : new StorageType(StorageKind.Text, value.Length);
            }
        }

        if (string.Equals(variable.Text(at), value, StringComparison.Ordinal))
        {
            return 0;
        }

        variable.Set(at, value);
        return 1;
    }
}
