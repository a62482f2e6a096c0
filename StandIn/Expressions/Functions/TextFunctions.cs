using System.Globalization;
using System.Text;
using StataRuns.StandIn.Formats;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Expressions.Functions;

/// <summary>[FN] String functions. Those without <c>u</c> work on bytes, those with it on Unicode characters.</summary>
internal static class TextFunctions
{
    public static Expression? Bind(Session session, FunctionCall call) => call.Name switch
    {
        "strlen" or "length" => call.Measure(s => s.Length),
        "ustrlen" => call.Measure(s => ByteText.Characters(s)),
        "udstrlen" => call.Measure(s => ByteText.Width(s)),
        "upper" or "strupper" => call.OfText(Upper),
        "lower" or "strlower" => call.OfText(Lower),
        "proper" or "strproper" => call.OfText(Proper),
        "ustrupper" => call.OfText(s => ByteText.FromUnicode(ByteText.ToUnicode(s).ToUpperInvariant())),
        "ustrlower" => call.OfText(s => ByteText.FromUnicode(ByteText.ToUnicode(s).ToLowerInvariant())),
        "trim" or "strtrim" or "ustrtrim" => call.OfText(s => s.Trim(' ')),
        "ltrim" or "strltrim" or "ustrltrim" => call.OfText(s => s.TrimStart(' ')),
        "rtrim" or "strrtrim" or "ustrrtrim" => call.OfText(s => s.TrimEnd(' ')),
        "itrim" or "stritrim" => call.OfText(InnerTrim),
        "reverse" or "strreverse" => call.OfText(Reverse),
        "substr" => Substring(call, isUnicode: false),
        "usubstr" => Substring(call, isUnicode: true),
        "strpos" or "index" => Position(call, last: false),
        "strrpos" => Position(call, last: true),
        "ustrpos" => UnicodePosition(call),
        "subinstr" or "usubinstr" => Replace(call, words: false),
        "subinword" => Replace(call, words: true),
        "word" => Word(call),
        "wordcount" => call.Measure(s => Words(s).Length),
        "string" or "strofreal" => AsText(call),
        "real" => call.Measure(Real),
        "char" or "uchar" => Character(call),
        "abbrev" => Abbreviated(call),
        "strmatch" => Match(call),
        "plural" => Plural(call),
        "regexm" or "ustrregexm" => RegularExpressions.Matches(session, call),
        "regexs" or "ustrregexs" => RegularExpressions.Group(session, call),
        "regexmatch" => RegularExpressions.Matches(session, call),
        "regexcapture" => RegularExpressions.Group(session, call),
        "regexr" or "ustrregexrf" or "regexreplace" => RegularExpressions.Replaced(call, all: false),
        "ustrregexra" or "regexreplaceall" => RegularExpressions.Replaced(call, all: true),
        "fileexists" => call.Measure(s => File.Exists(ByteText.ToUnicode(s)) ? 1 : 0),
        _ => null,
    };

    public static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    public static string Upper(string text) => string.Create(text.Length, text, static (to, from) =>
    {
        for (var i = 0; i < to.Length; i++)
        {
            to[i] = char.IsAsciiLetterLower(from[i]) ? (char)(from[i] - 32) : from[i];
        }
    });

    public static string Lower(string text) => string.Create(text.Length, text, static (to, from) =>
    {
        for (var i = 0; i < to.Length; i++)
        {
            to[i] = char.IsAsciiLetterUpper(from[i]) ? (char)(from[i] + 32) : from[i];
        }
    });

    public static string Proper(string text)
    {
        var result = new StringBuilder(text.Length);
        var isInside = false;
        foreach (var letter in text)
        {
            var isLetter = char.IsAsciiLetter(letter);
            result.Append(!isLetter ? letter : isInside ? char.ToLowerInvariant(letter) : char.ToUpperInvariant(letter));
            isInside = isLetter;
        }

        return result.ToString();
    }

    public static double Real(string text)
    {
        text = text.Trim(' ');
        if (text.Length is 1 or 2 && text[0] == '.' && (text.Length == 1 || text[1] is >= 'a' and <= 'z'))
        {
            return text.Length == 1 ? Missing.System : Missing.Extended(text[1] - 'a' + 1);
        }

        return double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var value)
            ? Missing.Normalize(value)
            : Missing.System;
    }

    public static string InnerTrim(string text)
    {
        while (text.Contains("  ", StringComparison.Ordinal))
        {
            text = text.Replace("  ", " ", StringComparison.Ordinal);
        }

        return text;
    }

    public static string Reverse(string text)
    {
        var letters = text.ToCharArray();
        Array.Reverse(letters);
        return new string(letters);
    }

    /// <summary>Its beginning, <c>~</c> and its last character, where it takes more columns.</summary>
    public static string Abbreviate(string text, int width)
    {
        width = Math.Clamp(width, 5, 32);
        if (ByteText.Width(text) <= width)
        {
            return text;
        }

        var last = text.AsSpan(DisplayColumns.LastStart(text));
        return string.Concat(text.AsSpan(0, DisplayColumns.Fitting(text, width - 1 - ByteText.Width(last))), "~", last);
    }

    /// <summary>By Stata's rules: 1 is the first, negative counts from the end, missing length is the rest.</summary>
    public static string Part(string text, double start, double length)
    {
        if (Missing.Is(start))
        {
            return "";
        }

        var first = start < 0 ? text.Length + start : start - 1;
        if (first < 0 || first >= text.Length || start == 0)
        {
            return "";
        }

        var rest = text.Length - (int)first;
        var count = Missing.Is(length) ? rest : (int)Math.Clamp(length, 0, rest);
        return text.Substring((int)first, count);
    }

    private static Expression Substring(FunctionCall call, bool isUnicode)
    {
        var (text, start) = (call.Takes(2, 3)[0].MustBeText(), call[1].MustBeNumber());
        var length = call.Count == 3 ? call[2].MustBeNumber() : Expression.Constant(Missing.System);
        return isUnicode
            ? Expression.OfText(at => ByteText.FromUnicode(Part(ByteText.ToUnicode(text.Text(at)), start.Number(at), length.Number(at))))
            : Expression.OfText(at => Part(text.Text(at), start.Number(at), length.Number(at)));
    }

    private static Expression Position(FunctionCall call, bool last)
    {
        var (text, part) = (call.Takes(2)[0].MustBeText(), call[1].MustBeText());
        return Expression.OfNumber(at => part.Text(at).Length == 0 ? 0
            : last ? text.Text(at).LastIndexOf(part.Text(at), StringComparison.Ordinal) + 1
            : text.Text(at).IndexOf(part.Text(at), StringComparison.Ordinal) + 1);
    }

    private static Expression UnicodePosition(FunctionCall call)
    {
        var (text, part) = (call.Takes(2)[0].MustBeText(), call[1].MustBeText());
        return Expression.OfNumber(at => part.Text(at).Length == 0 ? 0
            : text.Text(at).IndexOf(part.Text(at), StringComparison.Ordinal) is >= 0 and var found ? ByteText.Characters(text.Text(at).AsSpan(0, found)) + 1
            : 0);
    }

    private static Expression Replace(FunctionCall call, bool words)
    {
        var (text, from, to) = (call.Takes(3, 4)[0].MustBeText(), call[1].MustBeText(), call[2].MustBeText());
        var count = call.Count == 4 ? call[3].MustBeNumber() : Expression.Constant(Missing.System);
        return Expression.OfText(at => Replace(text.Text(at), from.Text(at), to.Text(at), count.Number(at), words));
    }

    public static string Replace(string text, string from, string to, double count, bool words)
    {
        if (from.Length == 0)
        {
            return text;
        }

        var result = new StringBuilder();
        var done = 0;
        var start = 0;
        var search = 0;
        while ((Missing.Is(count) || done < count) && text.IndexOf(from, search, StringComparison.Ordinal) is >= 0 and var found)
        {
            search = found + from.Length;
            if (words && !IsWord(text, found, from.Length))
            {
                continue;
            }

            result.Append(text, start, found - start).Append(to);
            start = search;
            done++;
        }

        return result.Append(text, start, text.Length - start).ToString();
    }

    private static bool IsWord(string text, int start, int length) =>
        (start == 0 || text[start - 1] == ' ') && (start + length == text.Length || text[start + length] == ' ');

    private static Expression Word(FunctionCall call)
    {
        var (text, number) = (call.Takes(2)[0].MustBeText(), call[1].MustBeNumber());
        return Expression.OfText(at =>
        {
            var words = Words(text.Text(at));
            var index = number.Number(at);
            index = index < 0 ? words.Length + index : index - 1;
            return index >= 0 && index < words.Length ? words[(int)index] : "";
        });
    }

    private static Expression AsText(FunctionCall call)
    {
        var number = call.Takes(1, 2)[0].MustBeNumber();
        if (call.Count == 1)
        {
            return Expression.OfText(at => DisplayFormat.Float.Bare(number.Number(at)));
        }

        var format = call[1].MustBeText();
        return Expression.OfText(at => DisplayFormat.Parse(format.Text(at)) is { IsText: false } parsed ? parsed.Format(number.Number(at)).TrimStart(' ') : "");
    }

    private static Expression Character(FunctionCall call)
    {
        var code = call.Takes(1)[0].MustBeNumber();
        var isUnicode = call.Name == "uchar";
        return Expression.OfText(at => code.Number(at) switch
        {
            >= 1 and < 256 and var value when !isUnicode || value < 128 => ((char)value).ToString(),
            >= 128 and < 0x110000 and (< 0xD800 or > 0xDFFF) and var value when isUnicode => ByteText.FromUnicode(char.ConvertFromUtf32((int)value)),
            _ => "",
        });
    }

    private static Expression Abbreviated(FunctionCall call)
    {
        var (text, width) = (call.Takes(2)[0].MustBeText(), call[1].MustBeNumber());
        return Expression.OfText(at => Abbreviate(text.Text(at), (int)Math.Clamp(width.Number(at), 0, 1000)));
    }

    private static Expression Match(FunctionCall call)
    {
        var (text, pattern) = (call.Takes(2)[0].MustBeText(), call[1].MustBeText());
        return Expression.OfNumber(at => System.IO.Enumeration.FileSystemName.MatchesSimpleExpression(pattern.Text(at), text.Text(at), ignoreCase: false) ? 1 : 0);
    }

    /// <summary><c>-y+ies</c> takes an ending off and puts another on, <c>+es</c> puts one on; anything else is the plural itself.</summary>
    private static string Plural(string word, string ending)
    {
        if (ending.StartsWith('+'))
        {
            return word + ending[1..];
        }

        if (!ending.StartsWith('-'))
        {
            return ending == "s" ? word + ending : ending;
        }

        var plus = ending.IndexOf('+', StringComparison.Ordinal);
        var off = ending[1..(plus < 0 ? ending.Length : plus)];
        return (word.EndsWith(off, StringComparison.Ordinal) ? word[..^off.Length] : word) + (plus < 0 ? "" : ending[(plus + 1)..]);
    }

    private static Expression Plural(FunctionCall call)
    {
        var (count, word) = (call.Takes(2, 3)[0].MustBeNumber(), call[1].MustBeText());
        var ending = call.Count == 3 ? call[2].MustBeText() : Expression.Constant("s");
        return Expression.OfText(at => Math.Abs(count.Number(at)) == 1 ? word.Text(at) : Plural(word.Text(at), ending.Text(at)));
    }
}
