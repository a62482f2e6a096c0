namespace StataRuns.Stata.Tests;

public sealed class CompactSpecs
{
    private const string Hint = "stata_run_output run_id=r1";

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task Short_logs_lose_only_the_wrapper() => Bounded.Run(() =>
        Assert.Equal(
            ". display 1\n1\n\n. regress y zzz\nvariable zzz not found\nr(111);\n",
            Compact(Log.Head + ". display 1\n1\n\n. regress y zzz\nvariable zzz not found\nr(111);\n" + Log.End).Text));

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task A_users_own_long_lines_stay_where_they_begin_like_the_wrappers() => Bounded.Run(() =>
    {
        const string own =
            """
            . do "/home/ann/a path that is wrapped, but is the user's own, and no output of ou
            > rs.do"

            . quietly run `"/home/ann/a path that is wrapped, but is the user's own, and no be
            > ginning.do"'

            . run `"/home/ann/a path that is wrapped, but is the user's own, and is no end of i
            > t.do"'

            . display 1
            1

            """;
        Assert.StartsWith(own.ReplaceLineEndings("\n"), Compact(Log.Head + own.ReplaceLineEndings("\n") + Log.End).Text, StringComparison.Ordinal);
    });

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task Noise_goes_results_stay_and_what_went_is_said() => Bounded.Run(() =>
    {
        const string noise =
            """
            . foreach v in a b {
              2.     replace `v' = 1
              3. }
            (10 real changes made)
            (2 real changes made)

            . generate z = .
            (74 missing values generated)

            . program define p
              1. display 1
              2. end

            . * a comment
            .
            . log using x.log, replace
            ------------------------------------------------------------------------
                  name:  <unnamed>
                   log:  /p/x.log
              log type:  text
             opened on:   9 Jul 2026, 11:03:04

            . bootstrap: regress y x
            Bootstrap replications (100)
            ----+--- 1 ---+--- 2 ---+--- 3 ---+--- 4 ---+--- 5
            ..................................................    50
            ..................................................   100

            Coefficient  .4285714
            note: x omitted because of collinearity


            """;
        var compact = Compact(Padding("head", 10) + noise + Padding("end", 30));

        Assert.Contains(". foreach v in a b {\n", compact.Text, StringComparison.Ordinal);
        Assert.Contains(". generate z = .\n", compact.Text, StringComparison.Ordinal);
        Assert.Contains("Coefficient  .4285714\nnote: x omitted because of collinearity\n", compact.Text, StringComparison.Ordinal);
        Assert.Contains("Bootstrap replications: 100 of 100\n", compact.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("real changes", compact.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("missing values generated", compact.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("replace `v'", compact.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("a comment", compact.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("opened on", compact.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("-----", compact.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("....", compact.Text, StringComparison.Ordinal);
        Assert.EndsWith("[dropped: 4 lines of loop and program echo, 2 echoed comments and blank lines, 8 lines of bookkeeping, 3 lines of replication dots; whole log: stata_run_output run_id=r1]\n", compact.Text, StringComparison.Ordinal);
    });

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task The_head_and_the_end_are_never_dropped() => Bounded.Run(() =>
    {
        var compact = Compact(string.Concat(Enumerable.Range(1, 100).Select(i => $"({i} real changes made)\n")));

        Assert.StartsWith("(1 real changes made)\n", compact.Text, StringComparison.Ordinal);
        Assert.Contains("(100 real changes made)\n[dropped: 80 lines of bookkeeping;", compact.Text, StringComparison.Ordinal);
        Assert.Equal(80, compact.DroppedLines);
    });

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task A_text_that_is_too_long_keeps_its_head_and_its_end_and_says_so() => Bounded.Run(() =>
    {
        var compact = Compact(string.Concat(Enumerable.Range(1, 10_000).Select(i => $"result {i}\n")), maxChars: 2000);

        Assert.InRange(compact.Text.Length, 1500, 2000);
        Assert.StartsWith("result 1\n", compact.Text, StringComparison.Ordinal);
        Assert.EndsWith("result 10000\n", compact.Text, StringComparison.Ordinal);
        Assert.Contains("characters) left out here; read them with stata_run_output run_id=r1 …]\n", compact.Text, StringComparison.Ordinal);
        Assert.Equal(10_000, compact.DroppedLines + compact.Text.Split('\n').Count(line => line.StartsWith("result", StringComparison.Ordinal)));
    });

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task Of_a_huge_log_the_two_ends_are_enough() => Bounded.Run(() =>
    {
        var compact = CompactLog.CompactEnds("first\nhalf a li"u8, "lf a line\nlast\n"u8, totalBytes: 1L << 30, new CompactOptions(20_000, Hint));

        Assert.Equal($"first\n[… {(1L << 30) - 11} bytes left out here; read them with {Hint} offset=6 …]\nlast\n", compact.Text);
    });

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task Numbered_output_is_not_taken_for_a_loops_echo() => Bounded.Run(() =>
    {
        var list = Padding("head", 10) + ". list\n\n  1. | a |\n  2. | b |\n  3. | c |\n\n" + Padding("end", 30);

        Assert.Contains("  1. | a |\n  2. | b |\n  3. | c |\n", Compact(list).Text, StringComparison.Ordinal);
    });

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task Runs_of_blank_lines_become_one() => Bounded.Run(() =>
        Assert.Equal("a\n\nb\n", Compact("a\n\n\n\n\nb\n").Text));

    private static string Padding(string word, int lines) => string.Concat(Enumerable.Range(1, lines).Select(i => $"{word} {i}\n"));

    private static CompactText Compact(string log, int maxChars = 20_000) => CompactLog.Compact(Log.Bytes(log), new CompactOptions(maxChars, Hint));
}
