using StataRuns.StandIn.Lexing;

namespace StataRuns.StandIn.Programs;

/// <summary>A command of a loop or program, parsed once and run often.</summary>
internal sealed class Node(string text, Node[]? body, string[]? programLines = null)
{
    /// <summary>As written, macros and all; without the brace that opens its block.</summary>
    public string Text { get; } = text;

    /// <summary>What stands in its braces; null if it has none.</summary>
    public Node[]? Body { get; } = body;

    /// <summary>The lines of <c>program define</c> up to <c>end</c>.</summary>
    public string[]? ProgramLines { get; } = programLines;

    /// <summary><c>if</c> and <c>else</c> are told from their first word, others when they run.</summary>
    public string Word { get; } = new Scanner(text).Name();
}
