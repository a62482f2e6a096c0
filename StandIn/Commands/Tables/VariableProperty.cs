using System.IO.Enumeration;
using StataRuns.StandIn.Data;
using StataRuns.StandIn.Lexing;

namespace StataRuns.StandIn.Commands.Tables;

/// <summary>What <c>ds, has()</c> asks of a variable: <c>type</c>, <c>format</c>, <c>varlabel</c>, <c>vallabel</c>, with patterns.</summary>
internal static class VariableProperty
{
    public static Predicate<Variable> Parse(string text)
    {
        var scanner = new Scanner(text);
        var kind = scanner.Name();
        string[] wanted = [.. scanner.Rest.Split(' ', StringSplitOptions.RemoveEmptyEntries)];
        return kind switch
        {
            "type" or "t" or "ty" or "typ" => variable => Array.Exists(wanted, name => IsOfType(variable, name)),
            "format" or "f" => variable => wanted.Length == 0 || Array.Exists(wanted, pattern => Matches(pattern, variable.FormatText)),
            "varlabel" or "varl" => variable => wanted.Length == 0 ? variable.Label.Length > 0 : Array.Exists(wanted, pattern => Matches(pattern, variable.Label)),
            "vallabel" or "vall" => variable => wanted.Length == 0 ? variable.ValueLabel.Length > 0 : Array.Exists(wanted, pattern => Matches(pattern, variable.ValueLabel)),
            _ => throw StataError.InvalidSyntax(),
        };
    }

    private static bool IsOfType(Variable variable, string name) => name switch
    {
        "numeric" => !variable.IsText,
        "string" => variable.IsText,
        "byte" or "int" or "long" or "float" or "double" or "strL" => variable.Type.ToString() == name,
        _ when name.StartsWith("str", StringComparison.Ordinal) => variable.Type.ToString() == name,
        _ => throw new StataError(198, $"{name} invalid type"),
    };

    private static bool Matches(string pattern, string text) => FileSystemName.MatchesSimpleExpression(pattern, text, ignoreCase: false);
}
