namespace StataRuns.Stata;

/// <summary>How a command shows its replications.</summary>
internal enum ReplicationStyle
{
    /// <summary>None are shown.</summary>
    None,

    /// <summary>A header has been seen: <c>Bootstrap replications (1,000)</c>.</summary>
    Announced,

    /// <summary>Recent: <c>Bootstrap replications (25): .........10.........20..... done</c>, wrapped like any line.</summary>
    Inline,

    /// <summary>Up to Stata 17: a ruler, then 50 marks a line with the count behind them.</summary>
    Ruler,
}
