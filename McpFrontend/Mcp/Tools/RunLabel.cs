using System.Globalization;
using System.Text;
using StataRuns.McpFrontend.Mcp.Arguments;

namespace StataRuns.McpFrontend.Mcp.Tools;

/// <summary>The name that a user gives to a run: one line, shown in lists.</summary>
internal static class RunLabel
{
    /// <summary>Longest label, in characters.</summary>
    private const int Longest = 200;

    /// <summary>The label; null for none, and for one of blanks only.</summary>
    /// <exception cref="WrongArgument">It is too long, or has a line break or another control character in it.</exception>
    public static string? Read(string? text)
    {
        if (text?.Trim() is not { Length: > 0 } label)
        {
            return null;
        }

        if (label.EnumerateRunes().Count() is var length and > Longest)
        {
            throw new WrongArgument(string.Create(CultureInfo.InvariantCulture, $"label has {length} characters; it may have {Longest}."));
        }

        return label.EnumerateRunes().Any(Rune.IsControl) ? throw new WrongArgument("label has a line break or another control character in it; it is one line of text.") : label;
    }
}
