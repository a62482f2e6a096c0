using System.Text;
using System.Text.RegularExpressions;
using StataRuns.Mcp.Tests.Fakes;
using StataRuns.McpFrontend.Mcp.Arguments;
using StataRuns.McpFrontend.Mcp.Output;

namespace StataRuns.Mcp.Tests.Output;

public sealed class LogTextTests
{
    private readonly FakeHost _host = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact(Timeout = 30_000)]
    public async Task Pages_end_at_a_characters_end_and_together_are_the_whole_log()
    {
        var run = _host.Add();
        var text = string.Concat(Enumerable.Range(0, 300).Select(i => $"ligne {i}: é, 中文, 🙂\n"));
        run.Write(text);
        run.End();
        var reader = new LogTextReader(new LogReader(_host));
        var all = new StringBuilder();
        for (long offset = 0; ;)
        {
            var page = await reader.ReadAsync(run.Now.RunId, OutputMode.Full, offset, 101, Cancellation);
            Assert.Equal(offset, page.Offset);
            Assert.InRange(page.Text.Length, 100, 101);
            Assert.Equal(Encoding.UTF8.GetByteCount(page.Text), page.NextOffset - page.Offset);
            all.Append(page.Text);
            if (!page.Truncated)
            {
                break;
            }

            offset = page.NextOffset;
            if (page.TotalBytes - offset < 200)
            {
                all.Append((await reader.ReadAsync(run.Now.RunId, OutputMode.Full, offset, 1000, Cancellation)).Text);
                break;
            }
        }

        Assert.Equal(text, all.ToString());
    }

    [Fact(Timeout = 30_000)]
    public async Task Bytes_that_are_no_text_are_replaced_and_positions_stay_true()
    {
        var run = _host.Add();
        run.Write([(byte)'a', 0xE9, (byte)'b', 0xFF, (byte)'\n', 0xE4, 0xB8]);
        var reader = new LogTextReader(new LogReader(_host));
        var going = await reader.ReadAsync(run.Now.RunId, OutputMode.Full, 0, 1000, Cancellation);
        Assert.Equal("a\uFFFDb\uFFFD\n", going.Text);
        Assert.Equal((5, 7, false), (going.NextOffset, going.TotalBytes, going.Truncated));

        run.Write([0xAD]);
        var complete = await reader.ReadAsync(run.Now.RunId, OutputMode.Full, going.NextOffset, 1000, Cancellation);
        Assert.Equal("中", complete.Text);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_long_log_keeps_its_head_and_its_end_and_is_read_at_both_ends_only()
    {
        var run = _host.Add();
        run.Write("the very first line\n");
        run.Write(string.Concat(Enumerable.Range(0, 400_000).Select(i => $"result {i} of a long loop of results\n")));
        run.Write("the very last line\n");
        var reader = new LogTextReader(new LogReader(_host));
        var text = await reader.ReadAsync(run.Now.RunId, OutputMode.Compact, 0, 20_000, Cancellation);
        Assert.StartsWith("the very first line\n", text.Text, StringComparison.Ordinal);
        Assert.Contains("the very last line", text.Text, StringComparison.Ordinal);
        Assert.Matches(@"\d+ bytes are left out here; read them with stata_run_output, run_id \S+, offset \d+", text.Text);
        Assert.True(text.Truncated);
        Assert.Equal((0, text.TotalBytes), (text.Offset, text.NextOffset));
        Assert.InRange(text.Text.Length, 1000, 20_500);
        Assert.InRange(run.Calls[nameof(Runs.IRunGrain.ReadAsync)], 1, 4);
    }

    [Fact(Timeout = 30_000)]
    public async Task Nothing_is_read_where_nothing_is_wanted()
    {
        var run = _host.Add();
        run.Write("some output\n");
        var text = await new LogTextReader(new LogReader(_host)).ReadAsync(run.Now.RunId, OutputMode.None, 3, 100, Cancellation);
        Assert.Equal(new LogText("", 3, 3, 12, true), text);
    }

    [Theory(Timeout = 30_000)]
    [InlineData(1, "line 9\n")]
    [InlineData(3, "line 7\nline 8\nline 9\n")]
    [InlineData(10, "line 0\nline 1\nline 2\nline 3\nline 4\nline 5\nline 6\nline 7\nline 8\nline 9\n")]
    [InlineData(99, "line 0\nline 1\nline 2\nline 3\nline 4\nline 5\nline 6\nline 7\nline 8\nline 9\n")]
    public async Task I_get_the_last_lines(int lines, string expected)
    {
        var run = _host.Add();
        run.Write(string.Concat(Enumerable.Range(0, 10).Select(i => $"line {i}\n")));
        var tail = await new LogTail(new LogReader(_host)).ReadAsync(run.Now.RunId, lines, 1000, Cancellation);
        Assert.Equal(expected, Encoding.UTF8.GetString(tail.Bytes.Span));
        Assert.Equal(tail.Total, tail.Offset + tail.Bytes.Length);
    }

    [Theory(Timeout = 30_000)]
    [InlineData(10)]
    [InlineData(40_000)]
    public async Task The_wrappers_lines_are_in_no_text_and_count_for_nothing(int count)
    {
        const string Begin = ". do \"/d/att\n> empt-1/output.do\" \n\n. quietly run `\"/d/attempt-1/begin.do\"'\n\n. capture noisily do `\"/p/main.do\"'\n\n";
        const string End = "\n. \nend of do-file\n\n. run `\"/d/attemp\n> t-1/end.do\"' `=_rc'\n\n. \nend of do-file\n";
        var user = string.Concat(Enumerable.Range(1, count).Select(i => $"line {i}\n"));
        var run = _host.Add();
        run.Write(Begin + user + End);
        var reader = new LogReader(_host);
        var id = run.Now.RunId;
        var total = Begin.Length + user.Length + End.Length;

        var full = await new LogTextReader(reader).ReadAsync(id, OutputMode.Full, 0, 10_000_000, Cancellation);
        Assert.Equal(user, full.Text);
        Assert.Equal((0, total, total), (full.Offset, full.NextOffset, full.TotalBytes));
        var compact = await new LogTextReader(reader).ReadAsync(id, OutputMode.Compact, 0, 10_000_000, Cancellation);
        Assert.StartsWith("line 1\n", compact.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("end of do-file", compact.Text, StringComparison.Ordinal);

        // Page by page, from wherever: offsets are those of the raw log.
        var pages = new StringBuilder();
        for (var at = 0L; at < total;)
        {
            var page = await new LogTextReader(reader).ReadAsync(id, OutputMode.Full, at, count > 100 ? 50_001 : 7, Cancellation);
            Assert.Equal(at, page.Offset);
            Assert.True(page.NextOffset > at);
            pages.Append(page.Text);
            at = page.NextOffset;
        }

        Assert.Equal(user, pages.ToString());
        var tail = await new LogTail(reader).ReadAsync(id, 2, 1000, Cancellation);
        Assert.Equal($"line {count - 1}\nline {count}\n", Encoding.UTF8.GetString(tail.Bytes.Span));
        Assert.Equal(total, tail.Total);
        Assert.Equal(tail.Offset, await new LogTail(reader).StartAsync(id, 2, Cancellation));
        Assert.Equal(user, Encoding.UTF8.GetString((await new LogTail(reader).ReadAsync(id, 100_000, 10_000_000, Cancellation)).Bytes.Span));
        Assert.Empty((await SearchAsync(run, "do-file|end\\.do|begin|output")).Matches);
    }

    [Fact(Timeout = 30_000)]
    public async Task The_last_lines_of_a_log_without_line_ends_are_bounded()
    {
        var run = _host.Add();
        run.Write(string.Concat(Enumerable.Repeat("é", 200_000)));
        var tail = await new LogTail(new LogReader(_host)).ReadAsync(run.Now.RunId, 5, 1001, Cancellation);
        Assert.Equal(1000, tail.Bytes.Length);
        Assert.Equal(399_000, tail.Offset);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_search_tells_line_place_and_neighbours()
    {
        var run = _host.Add();
        run.Write("one\ntwo\nthree r(111);\nfour\r\nfive\nsix r(111);");
        var found = await SearchAsync(run, @"r\((\d+)\)", context: 1);
        Assert.Equal(
            [(3L, 8L, "three r(111);", "two", "four"), (6L, 33L, "six r(111);", "five", "")],
            found.Matches.Select(match => (match.Line!.Value, match.Offset, match.Text, string.Join("|", match.Before), string.Join("|", match.After))));
        Assert.False(found.Truncated);

        var second = await SearchAsync(run, "r", from: 22);
        Assert.Equal([(4L, 22L), (6L, 33L)], second.Matches.Select(match => (match.Line!.Value, match.Offset)));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_search_that_finds_too_much_says_where_to_go_on()
    {
        var run = _host.Add();
        run.Write(string.Concat(Enumerable.Range(1, 100_000).Select(i => $"hit {i}\n")));
        var seen = new HashSet<long>();
        long offset = 0;
        for (var i = 0; i < 3; i++)
        {
            var found = await SearchAsync(run, "^hit", from: offset);
            Assert.True(found.Truncated);
            Assert.Equal(200, found.Matches.Count);
            Assert.All(found.Matches, match => Assert.True(seen.Add(match.Line!.Value)));
            offset = found.NextOffset;
        }

        Assert.Equal(Enumerable.Range(1, 600).Select(i => (long)i), seen.Order());
    }

    [Fact(Timeout = 30_000)]
    public async Task A_pattern_that_runs_away_is_stopped_and_one_that_is_wrong_is_explained()
    {
        Assert.Contains("no regular expression", Assert.Throws<WrongArgument>(() => LogSearch.Pattern("r(111")).Message, StringComparison.Ordinal);
        Assert.True(LogSearch.Pattern("(a+)+$").Options.HasFlag(RegexOptions.NonBacktracking));
        var run = _host.Add();
        run.Write(new string('a', 60_000) + "!\n");
        Assert.Empty((await SearchAsync(run, "(a+)+$")).Matches);
        var wrong = await Assert.ThrowsAsync<WrongArgument>(() => SearchAsync(run, "^(?=(a+)+$)"));
        Assert.Contains("takes too long on the line at offset 0", wrong.Message, StringComparison.Ordinal);
    }

    private Task<SearchResult> SearchAsync(FakeRun run, string pattern, long from = 0, int context = 0) =>
        new LogSearch(new LogReader(_host)).FindAsync(run.Now.RunId, LogSearch.Pattern(pattern), from, context, 1_000_000, Cancellation);
}
