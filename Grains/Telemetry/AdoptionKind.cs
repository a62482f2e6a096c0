namespace StataRuns.Telemetry;

/// <summary>What became of an attempt that was found after a restart: the words of the label <c>kind</c>.</summary>
internal static class AdoptionKind
{
    /// <summary>It went on, or its end was read.</summary>
    public const string TakenUp = "taken_up";

    /// <summary>No process ever was: the attempt was revoked, and the run waits again.</summary>
    public const string Revoked = "revoked";

    /// <summary>Nobody can say how it ended.</summary>
    public const string Lost = "lost";
}
