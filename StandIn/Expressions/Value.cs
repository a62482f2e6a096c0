using System.Globalization;
using StataRuns.StandIn.Formats;

namespace StataRuns.StandIn.Expressions;

/// <summary>What an expression yields: a number, which may be missing, or a text.</summary>
internal readonly struct Value
{
    private Value(double number, string? text)
    {
        Number = number;
        Text = text;
    }

    public double Number { get; }

    /// <summary>Null if it's a number.</summary>
    public string? Text { get; }

    public static Value Of(double number) => new(number, null);

    public static Value Of(string text) => new(Missing.System, text);

    /// <summary>As <c>local x = exp</c> and <c>`=exp'</c> write it.</summary>
    public string AsMacro()
    {
        if (Text is not null)
        {
            return Text;
        }

        return Math.Abs(Number) < 1e15 && Number == Math.Truncate(Number)
            ? ((long)Number).ToString(CultureInfo.InvariantCulture)
            : DisplayFormat.Macro.Bare(Number);
    }
}
