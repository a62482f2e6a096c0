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

/// <summary>A piece of a line.</summary>
internal readonly record struct Piece(string Text, Tone Tone = Tone.Plain);
