namespace StataRuns.McpFrontend.Cli.Display;

/// <summary>What a piece of text means; a terminal makes a colour of it.</summary>
internal enum Tone
{
    Plain,
    Faint,
    Good,
    Bad,
    Warning,
    Strong,
}

/// <summary>A piece of a line. Its text is visible by construction: see <see cref="Visible"/>.</summary>
internal readonly record struct Piece(string Text, Tone Tone = Tone.Plain)
{
    private readonly string _text = Visible.Line(Text);

    /// <summary>What is shown.</summary>
    public string Text
    {
        get => _text;
        init => _text = Visible.Line(value);
    }
}
