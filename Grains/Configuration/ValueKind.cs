namespace StataRuns.Configuration;

/// <summary>Reads a value of one kind from its text; what it says when it returns false means nothing.</summary>
internal delegate bool TryReadValue<T>(string text, out T value);

/// <summary>A kind of value: what is allowed, in words, and how it is read.</summary>
/// <param name="Allowed">Completes the sentence "… must be".</param>
/// <param name="TryRead">Reads the value; false if it is not allowed.</param>
internal sealed record ValueKind<T>(string Allowed, TryReadValue<T> TryRead)
{
    /// <summary>Values that will be allowed one day.</summary>
    public IReadOnlyList<string> Later { get; init; } = [];

    /// <summary>The value must not be shown in a message.</summary>
    public bool IsSecret { get; init; }
}
