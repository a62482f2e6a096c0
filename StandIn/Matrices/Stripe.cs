namespace StataRuns.StandIn.Matrices;

/// <summary>What a row or column of a matrix is called: a name, and the equation it belongs to (empty if none).</summary>
internal readonly record struct Stripe(string Equation, string Name)
{
    /// <summary><c>eq:name</c>, or the name alone; <c>_</c> stands for no equation.</summary>
    public static Stripe Parse(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? new Stripe("", text) : new Stripe(text[..colon] is var equation && equation == "_" ? "" : equation, text[(colon + 1)..]);
    }

    public override string ToString() => Equation.Length == 0 ? Name : $"{Equation}:{Name}";
}
