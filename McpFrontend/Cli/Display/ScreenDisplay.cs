using System.Text;
using StataRuns.McpFrontend.Cli.Watching;
using StataRuns.McpFrontend.Mcp.Snapshots;

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
    private readonly StringBuilder _openLine = new();
    private readonly CancellationTokenSource _ended = new();
    private readonly Terminal _terminal;
    private readonly StandardOutput _output;
    private readonly TimeProvider _time;
    private readonly Task _ticking;

    private (SnapshotJson Run, long SeenAt)? _run;
    private string _bar = "";
    private int _liveRows;

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
            _openLine.Append(_text.Next(bytes));
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

    private string CurrentBar()
    {
        if (_run is not { } seen)
        {
            return "";
        }

        var elapsed = seen.Run.ElapsedSeconds is { } seconds
            ? seconds + _time.GetElapsedTime(seen.SeenAt).TotalSeconds
            : RunState.SecondsSinceSubmitted(seen.Run, _time.GetUtcNow());
        return _terminal.Render(ProgressLine.Format(seen.Run, elapsed, Terminal.Width));
    }

    private void Draw(string permanent)
    {
        var screen = new StringBuilder();
        if (_liveRows > 0)
        {
            screen.Append(_liveRows > 1 ? $"\e[{_liveRows - 1}A" : "").Append(EraseBelow);
        }

        screen.Append(permanent);
        _bar = CurrentBar();
        _liveRows = 0;
        if (_openLine.Length > 0)
        {
            screen.Append(Cells.Fit(_openLine.ToString().Replace("\t", "    ", StringComparison.Ordinal), Terminal.Width - 1));
            _liveRows++;
        }

        if (_bar.Length > 0)
        {
            screen.Append(_liveRows > 0 ? "\n" : "").Append(HideCursor).Append(_bar);
            _liveRows++;
        }

        Write(screen.ToString());
    }

    private void Write(string text) => _output.Write(Encoding.UTF8.GetBytes(text));
}
