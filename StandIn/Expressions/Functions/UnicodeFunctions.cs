using System.Globalization;
using System.Text;
using StataRuns.StandIn.Lexing;

namespace StataRuns.StandIn.Expressions.Functions;

/// <summary>[FN] String functions that count characters, not bytes.</summary>
internal static class UnicodeFunctions
{
    public static Expression? Bind(FunctionCall call) => call.Name switch
    {
        "ustrleft" => Cut(call, fromEnd: false),
        "ustrright" => Cut(call, fromEnd: true),
        "udsubstr" => Columns(call),
        "ustrreverse" => call.OfText(s => OfUnicode(s, Reversed)),
        "ustrtitle" => call.OfText(s => OfUnicode(s, text => CultureInfo.InvariantCulture.TextInfo.ToTitleCase(text.ToLowerInvariant()))),
        "ustrrpos" => LastPosition(call),
        "ustrword" => Word(call),
        "ustrwordcount" => call.Measure(s => TextFunctions.Words(s).Length),
        "ustrfix" => call.OfText(s => ByteText.FromUnicode(ByteText.ToUnicode(s))),
        "ustrnormalize" => Normalized(call),
        "ustrcompare" => Compared(call),
        "ustrinvalidcnt" => call.Measure(s => ByteText.ToUnicode(s).Count(letter => letter == '\uFFFD')),
        "ustrtoname" or "strtoname" => Name(call),
        "uisdigit" => call.Measure(s => ByteText.ToUnicode(s) is { Length: > 0 } text && char.IsDigit(text, 0) ? 1 : 0),
        "uisletter" => call.Measure(s => ByteText.ToUnicode(s) is { Length: > 0 } text && char.IsLetter(text, 0) ? 1 : 0),
        "indexnot" => NotIn(call),
        "soundex" => call.OfText(s => Soundex(s, passesOverH: false)),
        "soundex_nara" => call.OfText(s => Soundex(s, passesOverH: true)),
        _ => null,
    };

    private static string OfUnicode(string bytes, Func<string, string> function) => ByteText.FromUnicode(function(ByteText.ToUnicode(bytes)));

    private static string Reversed(string text)
    {
        var runes = text.EnumerateRunes().ToArray();
        Array.Reverse(runes);
        return string.Concat(runes.Select(rune => rune.ToString()));
    }

    private static Expression Cut(FunctionCall call, bool fromEnd)
    {
        var (text, length) = (call.Takes(2)[0].MustBeText(), call[1].MustBeNumber());
        return Expression.OfText(at => OfUnicode(text.Text(at), all =>
        {
            var runes = all.EnumerateRunes().ToArray();
            var count = (int)Math.Clamp(length.Number(at), 0, runes.Length);
            return string.Concat((fromEnd ? runes[^count..] : runes[..count]).Select(rune => rune.ToString()));
        }));
    }

    private static Expression Columns(FunctionCall call)
    {
        var (text, start) = (call.Takes(2, 3)[0].MustBeText(), call[1].MustBeNumber());
        var length = call.Count == 3 ? call[2].MustBeNumber() : Expression.Constant(Missing.System);
        return Expression.OfText(at => Part(text.Text(at), start.Number(at), length.Number(at)));
    }

    /// <summary>By columns, as <see cref="TextFunctions.Part"/> is by units; a character that is in them by half is left out.</summary>
    private static string Part(string text, double start, double length)
    {
        var width = ByteText.Width(text);
        var first = Missing.Is(start) || start == 0 ? -1 : start < 0 ? width + start : start - 1;
        if (first < 0 || first >= width)
        {
            return "";
        }

        var from = DisplayColumns.Fitting(text, (int)first);
        var skipped = (int)first - ByteText.Width(text.AsSpan(0, from)); // the half of a wide character that the part begins in
        from = skipped > 0 ? from + DisplayColumns.Fitting(text.AsSpan(from), skipped + 1) : from;
        var room = Missing.Is(length) ? width : (int)Math.Clamp(length, 0, width) - skipped;
        return text.Substring(from, DisplayColumns.Fitting(text.AsSpan(from), Math.Max(0, room)));
    }

    private static Expression LastPosition(FunctionCall call)
    {
        var (text, part) = (call.Takes(2, 3)[0].MustBeText(), call[1].MustBeText());
        return Expression.OfNumber(at => part.Text(at).Length > 0 && text.Text(at).LastIndexOf(part.Text(at), StringComparison.Ordinal) is >= 0 and var found
            ? ByteText.Characters(text.Text(at).AsSpan(0, found)) + 1
            : 0);
    }

    private static Expression Word(FunctionCall call)
    {
        var (text, number) = (call.Takes(2, 3)[0].MustBeText(), call[1].MustBeNumber());
        return Expression.OfText(at =>
        {
            var words = TextFunctions.Words(text.Text(at));
            var index = number.Number(at) is var n && n < 0 ? words.Length + n : n - 1;
            return index >= 0 && index < words.Length ? words[(int)index] : "";
        });
    }

    private static Expression Normalized(FunctionCall call)
    {
        var (text, form) = (call.Takes(2)[0].MustBeText(), call[1].MustBeText());
        return Expression.OfText(at => OfUnicode(text.Text(at), all => form.Text(at) switch
        {
            "nfc" => all.Normalize(NormalizationForm.FormC),
            "nfd" => all.Normalize(NormalizationForm.FormD),
            "nfkc" or "nfkcc" => all.Normalize(NormalizationForm.FormKC),
            "nfkd" => all.Normalize(NormalizationForm.FormKD),
            _ => "",
        }));
    }

    private static Expression Compared(FunctionCall call)
    {
        var (left, right) = (call.Takes(2, 3)[0].MustBeText(), call[1].MustBeText());
        return Expression.OfNumber(at => Math.Sign(string.CompareOrdinal(ByteText.ToUnicode(left.Text(at)), ByteText.ToUnicode(right.Text(at)))));
    }

    /// <summary>What may not be in a name becomes an underscore, and one stands before a digit.</summary>
    private static Expression Name(FunctionCall call)
    {
        var text = call.Takes(1, 2)[0].MustBeText();
        var prefixes = call.Count == 2 ? call[1].MustBeNumber() : Expression.Constant(1);
        return Expression.OfText(at =>
        {
            var name = string.Concat(text.Text(at).Select(letter => Names.IsPart(letter) ? letter : '_'));
            name = name.Length > 0 && char.IsAsciiDigit(name[0]) && prefixes.IsTrue(at) ? "_" + name : name;
            return name.Length > Names.Longest ? name[..Names.Longest] : name;
        });
    }

    private static Expression NotIn(FunctionCall call)
    {
        var (text, letters) = (call.Takes(2)[0].MustBeText(), call[1].MustBeText());
        return Expression.OfNumber(at => text.Text(at).AsSpan().IndexOfAnyExcept(letters.Text(at)) + 1);
    }

    /// <summary>A letter and three digits for how a name sounds; for the census an H or W does not part equal sounds.</summary>
    private static string Soundex(string text, bool passesOverH)
    {
        const string Codes = "01230120022455012623010202"; // of A to Z
        var code = new StringBuilder();
        var last = '0';
        foreach (var letter in text.Select(char.ToUpperInvariant).Where(char.IsAsciiLetterUpper))
        {
            var digit = Codes[letter - 'A'];
            if (code.Length == 0)
            {
                code.Append(letter);
            }
            else if (digit != '0' && digit != last)
            {
                code.Append(digit);
            }

            last = passesOverH && (letter is 'H' or 'W') ? last : digit;
        }

        return code.Length == 0 ? "" : code.Append("000").ToString(0, 4);
    }
}
