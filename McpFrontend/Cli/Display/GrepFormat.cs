using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;

namespace StataRuns.McpFrontend.Cli.Display;

/// <summary>Only the lines that match, with lines around them, as they come: it works on a log that still grows.</summary>
/// <param name="pattern">What a line must hold.</param>
/// <param name="context">So many lines before and behind each match.</param>
/// <param name="lines">How lines are printed.</param>
internal sealed class GrepFormat(Regex pattern, int context, ILineFormat lines) : ILogFormat
{
    /// <summary>A line without end is broken here, or it would have to be kept for ever.</summary>
    private const int LongestLine = 1 << 20;

    private readonly List<byte> _open = [];
    private readonly Queue<(long Offset, byte[] Line)> _before = new();
    private readonly ArrayBufferWriter<byte> _printed = new();
    private long _offset;
    private long _shownTo = -1;
    private int _after;

    /// <summary>Did any line match?</summary>
    public bool HasMatched { get; private set; }

    /// <summary>Makes a pattern that cannot run away; look-arounds and back-references are allowed, with a bound for each line.</summary>
    /// <exception cref="ArgumentException">It is no regular expression.</exception>
    public static Regex Pattern(string text)
    {
        try
        {
            return new Regex(text, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
        }
        catch (NotSupportedException)
        {
            return new Regex(text, RegexOptions.CultureInvariant, TimeSpan.FromMilliseconds(250));
        }
    }

    public ReadOnlySpan<byte> Next(long offset, ReadOnlySpan<byte> bytes)
    {
        _printed.ResetWrittenCount();

        // Whole lines are left out between two stretches, never a part of one.
        _offset = offset - _open.Count;
        while (bytes.IndexOf((byte)'\n') is var end and >= 0)
        {
            _open.AddRange(bytes[..(end + 1)]);
            bytes = bytes[(end + 1)..];
            TakeLine();
        }

        _open.AddRange(bytes);
        if (_open.Count >= LongestLine)
        {
            TakeLine();
        }

        return _printed.WrittenSpan;
    }

    public ReadOnlySpan<byte> End()
    {
        _printed.ResetWrittenCount();
        if (_open.Count > 0)
        {
            TakeLine();
        }

        return _printed.WrittenSpan;
    }

    private void TakeLine()
    {
        var line = CollectionsMarshal.AsSpan(_open);
        var at = _offset;
        _offset += line.Length;
        if (IsMatch(line))
        {
            HasMatched = true;
            Show(at, line);
            _after = context;
        }
        else if (_after > 0)
        {
            _after--;
            Print(at, line, isMatch: false);
        }
        else if (context > 0)
        {
            if (_before.Count == context)
            {
                _before.Dequeue();
            }

            _before.Enqueue((at, line.ToArray()));
        }

        _open.Clear();
    }

    private bool IsMatch(ReadOnlySpan<byte> line)
    {
        var text = Encoding.UTF8.GetString(line).TrimEnd('\n', '\r');
        try
        {
            return pattern.IsMatch(text);
        }
        catch (RegexMatchTimeoutException)
        {
            throw new CliException(
                "--grep takes too long on a line: write a pattern with fewer nested repetitions, look-arounds or back-references.", ExitCode.WrongUsage);
        }
    }

    private void Show(long at, ReadOnlySpan<byte> line)
    {
        var first = _before.TryPeek(out var earliest) ? earliest.Offset : at;
        if (context > 0 && _shownTo >= 0 && first > _shownTo)
        {
            lines.Gap(_printed);
        }

        while (_before.TryDequeue(out var before))
        {
            Print(before.Offset, before.Line, isMatch: false);
        }

        Print(at, line, isMatch: true);
    }

    private void Print(long at, ReadOnlySpan<byte> line, bool isMatch)
    {
        lines.Line(_printed, line, at, isMatch);
        _shownTo = at + line.Length;
    }
}
