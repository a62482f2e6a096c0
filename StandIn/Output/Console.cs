namespace StataRuns.StandIn.Output;

/// <summary>What the interpreter says: lines are cut at the line size and go on behind <c>&gt; </c>, as in Stata's text logs.</summary>
internal sealed class Console(Logs logs)
{
    public const int SmallestLineSize = 40;
    public const int LargestLineSize = 255;

    private bool _isCommandDone;

    public OutputMode Mode { get; set; }

    public int LineSize { get; set; } = 80;

    /// <summary>Columns already used in the current line.</summary>
    public int Column { get; private set; }

    public bool IsNoisy => Mode == OutputMode.Noisy;

    public void Write(string text)
    {
        if (Mode == OutputMode.Noisy)
        {
            Put(text);
        }
    }

    public void WriteLine(string text)
    {
        if (Mode == OutputMode.Noisy)
        {
            Put(text);
            NewLine();
        }
    }

    public void WriteLine() => WriteLine("");

    /// <summary>An error message on a line of its own; heard under <c>quietly</c> too.</summary>
    public void Error(string message)
    {
        if (Mode == OutputMode.Captured || message.Length == 0)
        {
            return;
        }

        EndLine();
        Put(message);
        NewLine();
    }

    /// <summary><c>r(111);</c></summary>
    public void ReturnCode(int code) => Error($"r({code});");

    public void Rule() => WriteLine(new string('-', LineSize));

    /// <summary>Ends a line that has been begun.</summary>
    public void EndLine()
    {
        if (Column > 0 && Mode != OutputMode.Captured)
        {
            NewLine();
        }
    }

    /// <summary>A command has run: the next prompt stands behind a blank line.</summary>
    public void CommandDone(bool isDone = true) => _isCommandDone = isDone;

    /// <summary>Ends what a command said, with the blank line between commands.</summary>
    public void Separate()
    {
        if (Mode != OutputMode.Noisy)
        {
            return;
        }

        if (Column > 0 || _isCommandDone)
        {
            NewLine();
        }

        _isCommandDone = false;
    }

    /// <summary>A line of a do-file behind its prompt; blanks stand for tabs, as in Stata's logs.</summary>
    public void Echo(string prompt, ReadOnlySpan<char> line)
    {
        if (Mode != OutputMode.Noisy)
        {
            return;
        }

        Put(prompt);
        Put(line.Contains('\t') ? ExpandTabs(line) : line);
        NewLine();
    }

    private void Put(ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty)
        {
            var end = text.IndexOf('\n');
            var line = end < 0 ? text : text[..end];
            PutInLine(line);
            if (end < 0)
            {
                return;
            }

            NewLine();
            text = text[(end + 1)..];
        }
    }

    private void PutInLine(ReadOnlySpan<char> line)
    {
        while (true)
        {
            var width = ByteText.Width(line);
            if (Column + width <= LineSize)
            {
                logs.Append(line);
                Column += width;
                return;
            }

            var room = LineSize - Column;
            var taken = DisplayColumns.Fitting(line, room);
            logs.Append(line[..taken]);
            logs.Append("\n> ");
            Column = 2;
            line = line[taken..];
        }
    }

    private void NewLine()
    {
        logs.Append("\n");
        Column = 0;
    }

    private static string ExpandTabs(ReadOnlySpan<char> line)
    {
        var text = new System.Text.StringBuilder(line.Length + 16);
        foreach (var letter in line)
        {
            if (letter == '\t')
            {
                text.Append(' ', 8 - (text.Length % 8));
            }
            else
            {
                text.Append(letter);
            }
        }

        return text.ToString();
    }
}
