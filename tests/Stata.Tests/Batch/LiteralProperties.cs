using System.Text;
using CsCheck;

namespace StataRuns.Stata.Tests;

public sealed class LiteralProperties
{
    /// <summary>Every text either comes back whole from Stata's macro processor or is refused.</summary>
    [Fact(Timeout = Bounded.Milliseconds)]
    public Task A_literal_is_read_back_as_the_text_that_was_written() => Bounded.Run(() =>
        Gen.Char[" ab\\`'\"$数\n"].Array[0, 12].Select(letters => new string(letters)).Sample(
            text =>
            {
                var literal = StataLiteral.Quote(text, out var problem);
                if (literal is null)
                {
                    Assert.NotNull(problem);
                    return;
                }

                var seen = AsStataSees(literal);
                Assert.Equal($"`\"{text}\"'", seen);
                Assert.Equal(seen.Length, EndOfCompoundQuote(seen));
            },
            iter: 20_000));

    /// <summary>The table of stata.com's FAQ "Backslashes and macros"; an unescaped macro character inside would be expanded.</summary>
    private static string AsStataSees(string typed)
    {
        var seen = new StringBuilder();
        for (var i = 0; i < typed.Length; i++)
        {
            var isEscape = typed[i] == '\\' && i + 1 < typed.Length && typed[i + 1] is '\\' or '$' or '`';
            if (typed[i] == '\\' && isEscape)
            {
                seen.Append(typed[++i]);
                continue;
            }

            Assert.True(i == 0 || typed[i] is not ('$' or '`'), $"{typed} expands a macro at {i}");
            seen.Append(typed[i]);
        }

        return seen.ToString();
    }

    private static int EndOfCompoundQuote(string text)
    {
        var depth = 0;
        for (var i = 0; i + 1 < text.Length; i++)
        {
            switch (text[i], text[i + 1])
            {
                case ('`', '"'):
                    depth++;
                    i++;
                    break;
                case ('"', '\''):
                    i++;
                    if (--depth == 0)
                    {
                        return i + 1;
                    }

                    break;
            }
        }

        return -1;
    }
}
