using StataRuns.StandIn.Programs;
using StataRuns.StandIn.Tests.Stage;

namespace StataRuns.StandIn.Tests.Expressions;

/// <summary>Values as <c>`=exp'</c> writes them.</summary>
public sealed class ExpressionSpecs
{
    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData("1 + 2 * 3", "7")]
    [InlineData("(1 + 2) * 3", "9")]
    [InlineData("-2^2", "-4")]
    [InlineData("2^3^2", "64")]
    [InlineData("2^-1", ".5")]
    [InlineData("!0 + 1", "2")]
    [InlineData("1 - -1", "2")]
    [InlineData("10 - 4 - 3", "3")]
    [InlineData("7 / 2", "3.5")]
    [InlineData("1 < 2 & 2 < 1 | 1", "1")]
    [InlineData("1 == 1 == 1", "1")]
    [InlineData("3 ~= 3", "0")]
    [InlineData("1/3", ".3333333333333333")]
    [InlineData("0.1 + 0.2", ".3")]
    [InlineData("1e3", "1000")]
    [InlineData("-1.5e-3", "-.0015")]
    [InlineData("10000000000", "10000000000")]
    [InlineData("1 / 0", ".")]
    [InlineData("1 + .a", ".")]
    [InlineData(". > 1e300", "1")]
    [InlineData(".a > .", "1")]
    [InlineData(".z < .y", "0")]
    [InlineData("-.b == .b", "1")]
    [InlineData("\"a\" + \"b\"", "ab")]
    [InlineData("\"ab\" * 3", "ababab")]
    [InlineData("\"a\" < \"b\"", "1")]
    [InlineData("\"B\" < \"a\"", "1")]
    public Task My_arithmetic_follows_Statas_rules(string expression, string expected) => Is(expression, expected);

    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData("abs(-3)", "3")]
    [InlineData("ceil(1.2) + floor(-1.2) + int(-1.9)", "-1")]
    [InlineData("round(2.5)", "3")]
    [InlineData("round(-2.5)", "-2")]
    [InlineData("round(1.2345, .01)", "1.23")]
    [InlineData("mod(-1, 3)", "2")]
    [InlineData("mod(5, 0)", ".")]
    [InlineData("max(1, ., 3)", "3")]
    [InlineData("min(., 2, 1)", "1")]
    [InlineData("ln(exp(2))", "2")]
    [InlineData("log(-1)", ".")]
    [InlineData("log10(1000)", "3")]
    [InlineData("sqrt(16)", "4")]
    [InlineData("cond(1 > 2, \"yes\", \"no\")", "no")]
    [InlineData("inrange(5, 1, 5) + inrange(., 1, 5)", "1")]
    [InlineData("inlist(3, 1, 2, 3)", "1")]
    [InlineData("inlist(\"c\", \"a\", \"b\")", "0")]
    [InlineData("missing(., 1)", "1")]
    [InlineData("missing(\"\")", "1")]
    [InlineData("float(0.1) == 0.1", "0")]
    [InlineData("mdy(11, 24, 2026)", "24434")]
    [InlineData("year(td(24nov2026)) * 100 + month(td(24nov2026))", "202611")]
    [InlineData("date(\"2026-11-24\", \"YMD\")", "24434")]
    public Task My_numeric_functions_give_Statas_values(string expression, string expected) => Is(expression, expected);

    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData("strlen(\"abc\")", "3")]
    [InlineData("substr(\"abcdef\", 2, 3)", "bcd")]
    [InlineData("substr(\"abcdef\", -2, .)", "ef")]
    [InlineData("strpos(\"abcabc\", \"c\")", "3")]
    [InlineData("strpos(\"abc\", \"x\")", "0")]
    [InlineData("subinstr(\"a.b.c\", \".\", \"-\", 1)", "a-b.c")]
    [InlineData("subinstr(\"a.b.c\", \".\", \"\", .)", "abc")]
    [InlineData("upper(\"aBc\") + strlower(\"DeF\") + proper(\"ab cd\")", "ABCdefAb Cd")]
    [InlineData("trim(\"  a b \") + \"|\" + stritrim(\"a   b\")", "a b|a b")]
    [InlineData("word(\"one two three\", 2) + word(\"one two three\", -1)", "twothree")]
    [InlineData("wordcount(\"one two  three\")", "3")]
    [InlineData("string(3.14159, \"%5.2f\") + \"|\" + strofreal(1/3)", "3.14|.3333333")]
    [InlineData("real(\"1e2\") + real(\"x\")", ".")]
    [InlineData("char(65)", "A")]
    [InlineData("regexm(\"item 42\", \"([a-z]+) ([0-9]+)\")", "1")]
    [InlineData("regexr(\"abc\", \"b\", \"X\")", "aXc")]
    [InlineData("strmatch(\"abc\", \"a*\")", "1")]
    [InlineData("reverse(\"abc\")", "cba")]
    [InlineData("abbrev(\"verylongname\", 8)", "verylo~e")]
    public Task My_text_functions_give_Statas_values(string expression, string expected) => Is(expression, expected);

    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData("1 +", 198)]
    [InlineData("(1 + 2", 132)]
    [InlineData("1 + 2)", 132)]
    [InlineData("nosuch(1)", 133)]
    [InlineData("nosuch", 111)]
    [InlineData("\"a\" + 1", 109)]
    [InlineData("1 & \"a\"", 109)]
    [InlineData("abs(\"a\")", 109)]
    [InlineData("abs(1, 2)", 198)]
    [InlineData("1x", 198)]
    [InlineData("_b[x]", 301)]
    public Task I_get_Statas_return_code_for_a_wrong_expression(string expression, int code) => Bounded.Run(() =>
    {
        using var session = new Session();
        Assert.Equal(code, Assert.Throws<StataError>(() => session.Evaluate(expression)).Code);
    });

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task A_text_counts_bytes_and_its_Unicode_functions_count_characters() => Bounded.Run(() =>
    {
        using var session = new Session();
        var text = ByteText.FromUnicode("größe");
        Assert.Equal("7 5", $"{session.Evaluate($"strlen(\"{text}\")").AsMacro()} {session.Evaluate($"ustrlen(\"{text}\")").AsMacro()}");
        Assert.Equal("öß", ByteText.ToUnicode(session.Evaluate($"usubstr(\"{text}\", 3, 2)").AsMacro()));
    });

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task Brackets_a_hundred_thousand_deep_are_an_error_and_no_crash() => Bounded.Run(() =>
    {
        using var session = new Session();
        var deep = new string('(', 100_000) + "1" + new string(')', 100_000);
        Assert.Equal(130, Assert.Throws<StataError>(() => session.Evaluate(deep)).Code);
    });

    private static Task Is(string expression, string expected) => Bounded.Run(() =>
    {
        using var session = new Session();
        Assert.Equal(expected, session.Evaluate(expression).AsMacro());
    });
}
