using System.Text;
using CsCheck;
using Microsoft.Extensions.Time.Testing;
using Spectre.Console;
using StataRuns.McpFrontend.Cli.Display;

namespace StataRuns.Cli.Tests.Display;

/// <summary>The log above, the bar below: whatever comes in whatever pieces.</summary>
public sealed class ScreenDisplaySpecs
{
    private const int Columns = 80;

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task The_screen_ends_as_the_log_whatever_pieces_it_came_in_and_whatever_moved_below_it() => Bounded.Run(() =>
        Gen.Select(Gen.Char[' ', '~'].Array[0, 200].List[0, 20], Gen.Int[1, 150], Gen.Bool).Sample((lines, piece, endsWithLine) =>
        {
            var log = string.Join('\n', lines.Select(line => new string(line))) + (endsWithLine ? "\n" : "");
            using var written = new MemoryStream();
            ShowAsync(log, piece, written).Wait(TestContext.Current.CancellationToken);
            var expected = log.TrimEnd('\n').Split('\n').SelectMany(Wrapped).Select(line => line.TrimEnd());
            return new Screen(Columns, Encoding.UTF8.GetString(written.ToArray())).Lines.Where(line => line.Length > 0)
                .SequenceEqual(expected.Where(line => line.Length > 0));
        }));

    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task While_it_runs_the_bar_is_the_last_line_below_a_line_that_has_no_end_yet()
    {
        using var written = new MemoryStream();
        var time = new FakeTimeProvider();
        await using var display = new ScreenDisplay(Terminal(), new StandardOutput(written), time);
        display.Progress(Snapshots.Run("running") with { Progress = Snapshots.Progress(), ElapsedSeconds = 12 });
        display.Log("whole line\n....."u8);

        var lines = new Screen(Columns, Encoding.UTF8.GetString(written.ToArray())).Lines.ToList();
        Assert.Equal(["whole line", "....."], lines[..2]);
        Assert.True(Screen.IsBar(lines[2]));
        Assert.Equal(3, lines.Count);

        display.Log("..\nnext\n"u8);
        lines = [.. new Screen(Columns, Encoding.UTF8.GetString(written.ToArray())).Lines];
        Assert.Equal(["whole line", ".......", "next"], lines[..3]);
        Assert.True(Screen.IsBar(lines[3]));
        Assert.Equal(4, lines.Count);
    }

    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task The_clock_goes_on_while_the_run_is_silent()
    {
        using var written = new MemoryStream();
        var time = new FakeTimeProvider();
        await using var display = new ScreenDisplay(Terminal(), new StandardOutput(Stream.Synchronized(written)), time);
        display.Progress(Snapshots.Run("running") with { Progress = Snapshots.Progress(), ElapsedSeconds = 12 });
        await Eventually.TrueAsync(
            () =>
            {
                time.Advance(TimeSpan.FromMilliseconds(100));
                return Encoding.UTF8.GetString(written.ToArray()).Contains("0:15", StringComparison.Ordinal);
            },
            "the bar says 0:15");
    }

    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task A_terminal_that_is_gone_is_said_to_who_writes_and_does_no_harm_at_the_end()
    {
        await using var display = new ScreenDisplay(Terminal(), new StandardOutput(new Gone()), TimeProvider.System);
        Assert.Throws<OutputClosedException>(void () => display.Log("x\n"u8));
    }

    private static async Task ShowAsync(string log, int piece, MemoryStream written)
    {
        await using var display = new ScreenDisplay(Terminal(), new StandardOutput(written), new FakeTimeProvider());
        var done = 0.0;
        foreach (var chunk in Encoding.UTF8.GetBytes(log).Chunk(piece))
        {
            display.Log(chunk);
            display.Progress(Snapshots.Run("running") with { Progress = Snapshots.Progress(done += 0.1), ElapsedSeconds = done });
        }
    }

    private static IEnumerable<string> Wrapped(string line) =>
        line.Length == 0 ? [""] : line.Chunk(Columns).Select(row => new string(row));

    private static Terminal Terminal() => new(AnsiConsole.Create(new AnsiConsoleSettings
    {
        Ansi = AnsiSupport.Yes,
        ColorSystem = ColorSystemSupport.EightBit,
        Out = new AnsiConsoleOutput(TextWriter.Null),
    }));

    private sealed class Gone : MemoryStream
    {
        public override void Write(ReadOnlySpan<byte> buffer) => throw new IOException("Broken pipe");

        public override void Write(byte[] buffer, int offset, int count) => throw new IOException("Broken pipe");
    }
}
