using System.Text;
using Microsoft.Extensions.Time.Testing;
using StataRuns.McpFrontend.Stdio;

namespace StataRuns.Mcp.Tests.Stdio;

/// <summary>Lines in and out, whatever they look like.</summary>
public sealed class ClientPipeTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory(Timeout = 30_000)]
    [InlineData("a\nb\n", "a|b")]
    [InlineData("a\r\n\r\n  b  \n", "a|b")]
    [InlineData("\uFEFFa\nthe last one lacks its end", "a|the last one lacks its end")]
    [InlineData("", "")]
    public async Task Each_line_is_a_message(string said, string read)
    {
        using var input = new MemoryStream(Encoding.UTF8.GetBytes(said));
        Assert.Equal(read, string.Join('|', await LinesAsync(input)));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_line_that_is_too_long_is_one_complaint_and_the_next_one_is_read()
    {
        using var input = new MemoryStream(Encoding.UTF8.GetBytes($"before\n{new string('x', 9_000_000)}\nafter\n"));
        Assert.Equal(["before", "too long", "after"], await LinesAsync(input));
    }

    [Fact(Timeout = 30_000)]
    public async Task Messages_written_at_once_are_lines_of_their_own()
    {
        using var output = new MemoryStream();
        using var pipe = new ClientPipe(Stream.Null, output, () => false, TimeProvider.System);
        await Parallel.ForAsync(0, 200, Cancellation, async (i, cancellation) => await pipe.WriteAsync(Encoding.UTF8.GetBytes(new string((char)('a' + (i % 26)), 500)), cancellation));

        var lines = Encoding.UTF8.GetString(output.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(200, lines.Length);
        Assert.All(lines, line => Assert.Equal(new string(line[0], 500), line));
    }

    [Theory(Timeout = 30_000), InlineData(true), InlineData(false)]
    public async Task A_client_that_closed_its_end_and_reads_nothing_is_given_up_and_one_that_is_busy_is_not(bool isClosed)
    {
        var time = new FakeTimeProvider();
        var output = new System.IO.Pipelines.Pipe(new System.IO.Pipelines.PipeOptions(pauseWriterThreshold: 10, resumeWriterThreshold: 5));
        using var pipe = new ClientPipe(Stream.Null, output.Writer.AsStream(), () => isClosed, time);
        var written = pipe.WriteAsync(new byte[100], Cancellation);
        for (var i = 0; i < 10; i++)
        {
            time.Advance(ClientPipe.LongestUnread);
        }

        if (isClosed)
        {
            await Assert.ThrowsAsync<IOException>(() => written);
            return;
        }

        Assert.False(written.IsCompleted);
        var read = await output.Reader.ReadAtLeastAsync(100, Cancellation);
        output.Reader.AdvanceTo(read.Buffer.End);
        await written;
    }

    private static async Task<List<string>> LinesAsync(Stream input)
    {
        using var pipe = new ClientPipe(input, Stream.Null, () => false, TimeProvider.System);
        var lines = new List<string>();
        await foreach (var line in pipe.ReadAsync(Cancellation))
        {
            lines.Add(line is { } bytes ? Encoding.UTF8.GetString(bytes.Span) : "too long");
        }

        return lines;
    }
}
