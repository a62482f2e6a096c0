using System.Text;
using StataRuns.StandIn.Lexing;

namespace StataRuns.StandIn.Commands.Graphs;

/// <summary>Text for graphs: quoted lines, and the markup that they may hold ([G-4] text).</summary>
internal static class GraphText
{
    private static readonly string[] Greek =
    [
        "alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa", "lambda", "mu",
        "nu", "xi", "omicron", "pi", "rho", "sigmaf", "sigma", "tau", "upsilon", "phi", "chi", "psi", "omega",
    ];

    /// <summary>Each quoted text is a line; a text without quotes is one.</summary>
    public static string[] Lines(string text)
    {
        var scanner = new Scanner(text.Trim());
        if (scanner.Here is not ('"' or '`'))
        {
            return [Plain(scanner.Rest)];
        }

        var lines = new List<string>();
        while (!scanner.IsAtEnd)
        {
            scanner.SkipBlanks();
            if (!scanner.Quoted(out var line))
            {
                if (!scanner.IsAtEnd)
                {
                    throw StataError.InvalidSyntax();
                }

                break;
            }

            lines.Add(Plain(line));
        }

        return [.. lines];
    }

    /// <summary>Unicode, with <c>{&amp;beta}</c>, <c>{sup:2}</c> and the like as the characters they stand for.</summary>
    public static string Plain(string bytes)
    {
        var text = ByteText.ToUnicode(bytes);
        return text.Contains('{', StringComparison.Ordinal) ? Unmarked(text) : text;
    }

    private static string Unmarked(string text)
    {
        var plain = new StringBuilder(text.Length);
        for (var at = 0; at < text.Length; at++)
        {
            var close = text[at] == '{' ? Close(text, at) : -1;
            if (close < 0)
            {
                plain.Append(text[at]);
                continue;
            }

            plain.Append(Directive(text[(at + 1)..close]));
            at = close;
        }

        return plain.ToString();
    }

    private static string Directive(string content)
    {
        if (content.StartsWith('&'))
        {
            return Symbol(content[1..].TrimEnd(';')) ?? $"{{{content}}}";
        }

        var colon = content.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0)
        {
            return content is "bf" or "it" or "sf" or "smcl" ? "" : $"{{{content}}}";
        }

        var inner = Unmarked(content[(colon + 1)..]);
        return content[..colon] switch
        {
            "sup" => Raised(inner, "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻"),
            "sub" => Raised(inner, "₀₁₂₃₄₅₆₇₈₉₊₋"),
            "bf" or "it" or "sf" or "rm" or "mono" or "serif" or "sans" or "stSans" or "stSerif" or "stMono" => inner,
            _ when content.StartsWith("fontface", StringComparison.Ordinal) => inner,
            _ => $"{{{content}}}",
        };
    }

    private static string? Symbol(string name)
    {
        var isCapital = name.Length > 0 && char.IsAsciiLetterUpper(name[0]);
        var at = Array.IndexOf(Greek, isCapital ? char.ToLowerInvariant(name[0]) + name[1..] : name);
        if (at >= 0)
        {
            return ((char)((isCapital ? 'Α' : 'α') + at)).ToString();
        }

        return name switch
        {
            "ge" => "≥",
            "le" => "≤",
            "ne" => "≠",
            "plusmn" => "±",
            "times" => "×",
            "divide" => "÷",
            "infin" => "∞",
            "sum" => "∑",
            "radic" => "√",
            "deg" => "°",
            "larr" or "leftarrow" => "←",
            "rarr" or "rightarrow" => "→",
            _ => null,
        };
    }

    private static string Raised(string text, string digits) => string.Concat(text.Select(letter => letter switch
    {
        >= '0' and <= '9' => digits[letter - '0'],
        '+' => digits[10],
        '-' => digits[11],
        _ => letter,
    }));

    private static int Close(string text, int open)
    {
        var depth = 0;
        for (var at = open; at < text.Length; at++)
        {
            depth += text[at] == '{' ? 1 : text[at] == '}' ? -1 : 0;
            if (depth == 0)
            {
                return at;
            }
        }

        return -1;
    }
}
