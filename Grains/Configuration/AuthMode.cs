namespace StataRuns.Configuration;

/// <summary>Who is let in.</summary>
internal enum AuthMode
{
    /// <summary>Whoever has the token.</summary>
    Token,

    /// <summary>Everybody on this machine.</summary>
    None,
}
