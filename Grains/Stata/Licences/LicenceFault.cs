namespace StataRuns.Stata;

/// <summary>Why Stata's licence did not allow a start.</summary>
internal enum LicenceFault
{
    /// <summary>All seats of a network or multi-user licence are taken. The only fault that ends by itself.</summary>
    SeatsTaken,

    /// <summary>There is no licence file where Stata looks for it.</summary>
    Missing,

    /// <summary>Stata does not accept what is in the licence file.</summary>
    Invalid,

    /// <summary>The licence's time is over.</summary>
    Expired,

    /// <summary>The licence is valid, for another edition or version.</summary>
    OtherStata,

    /// <summary>Another message that mentions a licence. It is treated as permanent: a run that waits for ever for a fault that never ends is the worse error.</summary>
    Unknown,
}
