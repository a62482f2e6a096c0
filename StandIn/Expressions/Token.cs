namespace StataRuns.StandIn.Expressions;

internal enum TokenKind
{
    End,
    Number,
    Text,
    Name,
    Operator,
}

/// <summary>A piece of an expression.</summary>
/// <param name="Start">Where it begins, which is where a command goes on if the expression ends before it.</param>
internal readonly record struct Token(TokenKind Kind, string Text, double Value, int Start);
