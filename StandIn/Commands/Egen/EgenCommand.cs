using StataRuns.StandIn.Data;
using StataRuns.StandIn.Formats;
using StataRuns.StandIn.Lexing;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands.Egen;

/// <summary><c>egen [type] newvar = fcn(arguments) [if] [in] [, options]</c></summary>
internal static class EgenCommand
{
    public static void Run(Session session, string rest)
    {
        var syntax = CommandSyntax.Parse(session, rest);
        var hasGroups = syntax.Options.TakeText("by", out var by);
        var scanner = new Scanner(syntax.Before);
        var name = scanner.Name();
        StorageType? type = null;
        if (StorageType.Parse(name) is { } given)
        {
            type = given;
            name = scanner.Name();
        }

        scanner.SkipBlanks();
        if (scanner.Here != '=')
        {
            throw StataError.InvalidSyntax();
        }

        scanner.Position++;
        var function = scanner.Name();
        scanner.SkipBlanks();
        var argument = scanner.Here == '(' ? scanner.Bracketed('(', ')') : throw StataError.InvalidSyntax();
        if (session.Data.Exact(name) is not null)
        {
            throw new StataError(110, $"variable {name} already defined");
        }

        var call = new EgenCall(session, syntax, function, argument, type, hasGroups ? VariableList.Distinct(session.Data, by) : []);
        var column = EgenFunctions.Evaluate(call);
        syntax.Options.Finish();
        Store(session, name, column);
    }

    private static void Store(Session session, string name, EgenColumn column)
    {
        var variable = session.Data.Add(name, column.Type);
        var missing = 0;
        for (var at = 0; at < session.Data.Observations; at++)
        {
            if (column.Texts is { } texts)
            {
                variable.Set(at, texts[at]);
                missing += texts[at].Length == 0 ? 1 : 0;
            }
            else
            {
                variable.Set(at, variable.Type.Store(column.Numbers![at]));
                missing += Missing.Is(column.Numbers[at]) ? 1 : 0;
            }
        }

        variable.Label = column.Label;
        if (column.Labels is { } labels)
        {
            session.ValueLabels[name] = labels;
            variable.ValueLabel = name;
        }

        if (missing > 0)
        {
            session.Console.WriteLine($"({Counted.Of(missing, "missing value")} generated)");
        }
    }
}
