using System.Text;
using StataRuns.Stata;

namespace StataRuns.McpFrontend.Cli.Display;

/// <summary>
/// Takes the wrapper's lines out of a log that a person watches, as it comes: theirs is what their do-file said. Nothing is
/// held back but a line that may be one of the wrapper's, so that replication dots appear as they are made.
/// </summary>
internal sealed class UserLines
{
    private const string Continues = "> ";

    private readonly StringBuilder _shown = new();
    private readonly StringBuilder _line = new();

    /// <summary>A line like the wrapper's first or last, and what it goes on with: only its end says whose it is.</summary>
    private readonly StringBuilder _candidate = new();

    private bool _isPartlyShown;
    private bool _dropsRest;
    private bool _skipsBlank;
    private bool _isOver;

    /// <summary>What is shown of the next piece of text.</summary>
    public string Next(string text)
    {
        _shown.Clear();
        var rest = text.AsSpan();
        while (rest.IndexOf('\n') is >= 0 and var end)
        {
            _line.Append(rest[..end]);
            EndLine();
            rest = rest[(end + 1)..];
        }

        _line.Append(rest);

        if (_line.Length > 0 && (_isPartlyShown || !MayBeOurs(_line.ToString())))
        {
            Settle();
            _shown.Append(_line);
            _line.Clear();
            _isPartlyShown = true;
        }

        return _shown.ToString();
    }

    /// <summary>What is shown at the end: a last line that lacks its end.</summary>
    public string End()
    {
        _shown.Clear();
        Settle();
        if (_isPartlyShown || !(_isOver && WrapperEcho.IsClosing(_line.ToString())))
        {
            _shown.Append(_line);
        }

        _line.Clear();
        return _shown.ToString();
    }

    private void EndLine()
    {
        var line = _line.ToString();
        _line.Clear();
        if (_isPartlyShown)
        {
            _isPartlyShown = _skipsBlank = false;
            _shown.Append(line).Append('\n');
            return;
        }

        if (line.StartsWith(Continues, StringComparison.Ordinal) && (_dropsRest || _candidate.Length > 0))
        {
            _candidate.Append(_dropsRest ? "" : $"\n{line}");
            return;
        }

        Settle();
        var isBlank = line.Length == 0;
        var bytes = Encoding.UTF8.GetBytes(line);
        if (WrapperEcho.IsUserCommand(bytes))
        {
            _skipsBlank = _dropsRest = true;
        }
        else if (WrapperEcho.IsBegin(bytes) || WrapperEcho.MayBeEnd(line))
        {
            _candidate.Append(line);
        }
        else if (!(isBlank && _skipsBlank) && !(_isOver && WrapperEcho.IsClosing(line)))
        {
            _skipsBlank = false;
            _shown.Append(line).Append('\n');
        }
        else
        {
            _skipsBlank = false;
        }
    }

    /// <summary>What was held back is the wrapper's first or last line, or a line like it and shown.</summary>
    private void Settle()
    {
        _dropsRest = false;
        if (_candidate.Length == 0)
        {
            return;
        }

        var candidate = _candidate.ToString();
        _candidate.Clear();
        var whole = candidate.Replace($"\n{Continues}", "", StringComparison.Ordinal);
        if (WrapperEcho.IsWholeEnd(whole))
        {
            _isOver = true;
        }
        else if (WrapperEcho.IsBegin(Encoding.UTF8.GetBytes(whole)))
        {
            _skipsBlank = true;
        }
        else
        {
            _shown.Append(candidate).Append('\n');
        }
    }

    /// <summary>Is this beginning of a line one of the wrapper's, or may it become one?</summary>
    private bool MayBeOurs(string start) =>
        WrapperEcho.MayBecomeOurs(start)
        || ((_dropsRest || _candidate.Length > 0) && (start[0] == Continues[0]))
        || (_isOver && WrapperEcho.MayClose(start));
}
