using System.Globalization;
using StataRuns.StandIn.Data;
using StataRuns.StandIn.Expressions;
using StataRuns.StandIn.Lexing;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands.DataCommands;

/// <summary><c>generate [type] newvar[:label] = exp [if] [in]</c></summary>
internal static class GenerateCommand
{
    public static void Run(Session session, string rest)
    {
        var syntax = CommandSyntax.Parse(session, rest);
        syntax.Options.TakeText("before", out _);
        syntax.Options.TakeText("after", out _);
        syntax.Options.Finish();
        var (type, name, label, text) = Parts(syntax.Before);
        if (text.Length == 0)
        {
            throw StataError.InvalidSyntax();
        }

        if (session.Data.Exact(name) is not null)
        {
            throw new StataError(110, $"variable {name} already defined");
        }

        var expression = ExpressionParser.Parse(session, text);
        if (type is { } given && given.IsText != expression.IsText)
        {
            throw StataError.TypeMismatch();
        }

        var data = session.Data;
        var missing = expression.IsText
            ? Text(data, syntax, name, type, expression)
            : Numbers(data, syntax, name, type ?? StorageType.Parse(session.Settings.Type)!.Value, expression);
        data.Exact(name)!.ValueLabel = label;
        if (missing > 0)
        {
            session.Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"({missing:#,0} missing value{(missing == 1 ? "" : "s")} generated)"));
        }
    }

    /// <summary>Values come first and the variable after them: an expression that fails leaves nothing behind.</summary>
    private static int Numbers(Dataset data, CommandSyntax syntax, string name, StorageType type, Expression expression)
    {
        var values = new double[data.Observations];
        Array.Fill(values, Missing.System);
        data.ForEachGroup(() =>
        {
            foreach (var at in syntax.Selected())
            {
                values[at] = type.Store(expression.Number(at));
            }
        });
        var variable = data.Add(name, type);
        var missing = 0;
        for (var at = 0; at < values.Length; at++)
        {
            variable.Set(at, values[at]);
            missing += Missing.Is(values[at]) ? 1 : 0;
        }

        return missing;
    }

    private static int Text(Dataset data, CommandSyntax syntax, string name, StorageType? type, Expression expression)
    {
        var values = new string[data.Observations];
        Array.Fill(values, "");
        data.ForEachGroup(() =>
        {
            foreach (var at in syntax.Selected())
            {
                values[at] = expression.Text(at);
            }
        });
        var longest = values.Length == 0 ? 1 : Math.Max(1, values.Max(value => value.Length));
        var width = type is { Kind: StorageKind.Text, Width: > 0 } fixedWidth ? fixedWidth.Width : longest;
        var isLong = type is { Kind: StorageKind.LongText } || width > StorageType.LongestText;
        var variable = data.Add(name, isLong ? new StorageType(StorageKind.LongText) : new StorageType(StorageKind.Text, width));
        var missing = 0;
        for (var at = 0; at < values.Length; at++)
        {
            variable.Set(at, isLong || values[at].Length <= width ? values[at] : values[at][..width]);
            missing += values[at].Length == 0 ? 1 : 0;
        }

        return missing;
    }

    private static (StorageType? Type, string Name, string Label, string Expression) Parts(string text)
    {
        var scanner = new Scanner(text);
        var name = scanner.Name();
        StorageType? type = null;
        if (StorageType.Parse(name) is { } given && (scanner.Here is ' ' or '\t'))
        {
            type = given;
            name = scanner.Name();
        }

        var label = "";
        if (scanner.Here == ':')
        {
            scanner.Position++;
            label = scanner.Name();
        }

        scanner.SkipBlanks();
        if (name.Length == 0 || (scanner.Here != '=' && !scanner.IsAtEnd) || scanner.Rest.StartsWith("==", StringComparison.Ordinal))
        {
            throw new StataError(198, scanner.IsAtEnd ? "invalid syntax" : $"{(scanner.Here == '=' ? "==" : scanner.Word())} invalid name");
        }

        return (type, name, label, scanner.IsAtEnd ? "" : scanner.Rest[1..]);
    }
}
