namespace StataRuns.Configuration;

/// <summary>Who is let in.</summary>
internal enum AuthMode
{
    /// <summary>Whoever has the token.</summary>
    Token,

    /// <summary>Everybody on this machine.</summary>
    None,

    /// <summary>Whoever has a key of their own; the key says who it is.</summary>
    ApiKeys,
}
