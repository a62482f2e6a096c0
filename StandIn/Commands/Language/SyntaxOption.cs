using StataRuns.StandIn.Data;
using StataRuns.StandIn.Expressions.Functions;
using StataRuns.StandIn.Formats;
using StataRuns.StandIn.Macros;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands.Language;

/// <summary>An option of a <c>syntax</c> description: <c>Replace</c>, <c>noCONstant</c>, <c>reps(integer 50)</c>, <c>GENerate(name)</c>.</summary>
/// <param name="Name">In lower case.</param>
/// <param name="Shortest">Letters of its shortest abbreviation: its capitals; 0 if all have to be typed.</param>
/// <param name="Kind">What its brackets hold; empty without brackets.</param>
/// <param name="IsNegative"><c>noconstant</c> is on unless typed.</param>
internal sealed record SyntaxOption(string Name, int Shortest, string Kind, string Default, bool IsRequired, bool IsNegative)
{
    /// <summary>A local macro's name: that of the option, at most 31 letters.</summary>
    public string Local => IsNegative ? Name[2..] : Name;

    public string Value(Session session, OptionSet given)
    {
        if (Kind.Length == 0)
        {
            return given.Take(Name, Shortest) ? Name : IsRequired ? throw Missed() : "";
        }

        if (!given.TakeText(Name, out var text, Shortest))
        {
            return IsRequired ? throw Missed() : Default;
        }

        return Checked(session, text);
    }

    private StataError Missed() => new(198, $"option {Name}{(Kind.Length > 0 ? "()" : "")} required");

    private string Checked(Session session, string text)
    {
        switch (Kind)
        {
            case "integer" or "real":
                var number = TextFunctions.Real(text);
                if (Missing.Is(number) || (Kind == "integer" && number != Math.Truncate(number)))
                {
                    throw new StataError(198, $"option {Name}() invalid;\n{(Kind == "integer" ? "integer" : "number")} required");
                }

                return text.Trim();
            case "string" or "str" or "asis":
                return Kind == "asis" ? text : Tokens.Unquote(text);
            case "varlist":
                return string.Join(' ', VariableList.Existing(session.Data, text).Select(variable => variable.Name));
            case "varname":
                return VariableList.Single(session.Data, text).Name;
            case "newvarname":
                return VariableList.New(session.Data, text) is [var one] ? one : throw new StataError(103, "too many variables specified");
            case "numlist":
                return string.Join(' ', NumberList.Parse(text).Select(DisplayFormat.Macro.Bare));
            case "name":
                return Lexing.Names.IsName(text) ? text : throw new StataError(198, $"option {Name}() invalid;\n{text} invalid name");
            default:
                return text;
        }
    }
}
