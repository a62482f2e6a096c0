using System.Text;
using StataRuns.McpFrontend.Cli.Watching;
using StataRuns.McpFrontend.Mcp.Snapshots;
using StataRuns.Stata;

namespace StataRuns.McpFrontend.Cli.Display;

/// <summary>
/// On a terminal: the log scrolls, and below it stays a bar. Whole lines are printed for good; the log's last line while it
/// has no end yet (replication dots) and the bar are the live part, one row each and cut to the width, so that going back
/// over them is exact. Each change is one write: erase the live part, print, draw it anew.
/// </summary>
internal sealed class ScreenDisplay : IRunDisplay
{
    private const string HideCursor = "\e[?25l";
    private const string ShowCursor = "\e[?25h";
    private const string EraseBelow = "\r\e[J";
    private const int LongestOpenLine = 4_096;

    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(100);

    private readonly Lock _lock = new();
    private readonly ScreenText _text = new();
    private readonly UserLines _lines = new(0);
    private readonly StringBuilder _openLine = new();
    private readonly CancellationTokenSource _ended = new();
    private readonly Terminal _terminal;
    private readonly StandardOutput _output;
    private readonly TimeProvider _time;
    private readonly Task _ticking;

    private (SnapshotJson Run, long SeenAt)? _run;
    private string _bar = "";
    private int _barCells;
    private int[] _live = [];

    public ScreenDisplay(Terminal terminal, StandardOutput output, TimeProvider time)
    {
        (_terminal, _output, _time) = (terminal, output, time);
        _ticking = TickAsync();
    }

    /// <inheritdoc/>
    public void Log(ReadOnlySpan<byte> bytes)
    {
        lock (_lock)
        {
            Append(_lines.Next(bytes));
            var text = _openLine.ToString();
            var end = text.LastIndexOf('\n') + 1;
            if (end == 0 && text.Length > LongestOpenLine)
            {
                // A line without end is broken on the screen (only there): it would never be shown, and never be let go.
                text += '\n';
                end = text.Length;
            }

            _openLine.Clear().Append(text, end, text.Length - end);
            Draw(text[..end]);
        }
    }

    /// <inheritdoc/>
    public void Progress(SnapshotJson run)
    {
        lock (_lock)
        {
            // How it ended is said below, in more words than a bar has.
            _run = RunState.IsFinal(run) ? null : (run, _time.GetTimestamp());
            DrawIfChanged();
        }
    }

    /// <inheritdoc/>
    public void Say(IReadOnlyList<Piece> line)
    {
        lock (_lock)
        {
            Draw(_terminal.Render(line) + '\n');
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await _ticking;
        lock (_lock)
        {
            _run = null;
            Append(_lines.End());
            var rest = _openLine.Length > 0 ? $"{_openLine}\n" : "";
            _openLine.Clear();
            try
            {
                Draw(rest);
                Write(ShowCursor);
            }
            catch (OutputClosedException)
            {
                // The terminal is gone, and the live part with it.
            }
        }

        _ended.Dispose();
    }

    private void Append(IReadOnlyList<LogStretch> log)
    {
        foreach (var stretch in log)
        {
            _openLine.Append(_text.Next(stretch.Bytes.Span));
        }
    }

    /// <summary>The clock in the bar goes on while the run is silent.</summary>
    private async Task TickAsync()
    {
        using var timer = new PeriodicTimer(Tick, _time);
        try
        {
            while (await timer.WaitForNextTickAsync(_ended.Token))
            {
                lock (_lock)
                {
                    DrawIfChanged();
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Disposed.
        }
        catch (OutputClosedException)
        {
            // The terminal is gone; whoever writes the log next is told.
        }
    }

    private void DrawIfChanged()
    {
        if (CurrentBar() != _bar)
        {
            Draw("");
        }
    }

    /// <summary>Rows that a line takes in a window of a width.</summary>
    internal static int RowsOf(int cells, int width) => Math.Max(1, (cells + width - 1) / Math.Max(1, width));

    private string CurrentBar()
    {
        if (_run is not { } seen)
        {
            return "";
        }

        var elapsed = seen.Run.ElapsedSeconds is { } seconds
            ? seconds + _time.GetElapsedTime(seen.SeenAt).TotalSeconds
            : RunState.SecondsSinceSubmitted(seen.Run, _time.GetUtcNow());
        var line = ProgressLine.Format(seen.Run, elapsed, Terminal.Width);
        _barCells = line.Sum(piece => Cells.Width(piece.Text));
        return _terminal.Render(line);
    }

    private void Draw(string permanent)
    {
        var screen = new StringBuilder();
        if (_live.Length > 0)
        {
            // A window that became narrower has wrapped what stands there: it takes more rows now than when it was drawn.
            var rows = _live.Sum(cells => RowsOf(cells, Terminal.Width));
            screen.Append(rows > 1 ? $"\e[{rows - 1}A" : "").Append(EraseBelow);
        }

        screen.Append(permanent);
        _bar = CurrentBar();
        List<int> live = [];
        if (_openLine.Length > 0)
        {
            var open = Cells.Fit(_openLine.ToString().Replace("\t", "    ", StringComparison.Ordinal), Terminal.Width - 1);
            screen.Append(open);
            live.Add(Cells.Width(open));
        }

        if (_bar.Length > 0)
        {
            screen.Append(live.Count > 0 ? "\n" : "").Append(HideCursor).Append(_bar);
            live.Add(_barCells);
        }

        _live = [.. live];

        Write(screen.ToString());
    }

    private void Write(string text) => _output.Write(_terminal.Encode(text));
}
