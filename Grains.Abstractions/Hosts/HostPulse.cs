namespace StataRuns.Hosts;

/// <summary>That a host lives, and how busy it is.</summary>
/// <param name="Seats">Runs at a time.</param>
/// <param name="Running">Runs that hold a seat.</param>
/// <param name="Queued">Runs that wait.</param>
/// <param name="IsDraining">It takes no new runs.</param>
/// <param name="Life">The silo's, as Orleans counts them: with another one, whatever was on its way to the last is lost. 0 from a host that does not tell.</param>
[GenerateSerializer, Immutable, Alias("StataRuns.HostPulse")]
public sealed record HostPulse(
    [property: Id(0)] int Seats,
    [property: Id(1)] int Running,
    [property: Id(2)] int Queued,
    [property: Id(3)] bool IsDraining,
    [property: Id(4)] int Life = 0)
{
    /// <summary>Runs for each seat: what hosts are compared by.</summary>
    public double Load => (double)(Running + Queued) / Math.Max(1, Seats);
}

/// <summary>Could a host take a request, and how long would it have to wait there?</summary>
/// <param name="Pulse">How busy the host is.</param>
/// <param name="Refusal">Why it could not, in a sentence: the file is not there, there is no Stata, it is being drained. Null if it could.</param>
[GenerateSerializer, Immutable, Alias("StataRuns.HostOffer")]
public sealed record HostOffer([property: Id(0)] HostPulse Pulse, [property: Id(1)] string? Refusal);
