namespace StataRuns.StandIn.Programs;

/// <summary><c>exit, STATA</c>: the process ends with this status.</summary>
internal sealed class ExitStata(int status) : Exception
{
    public int Status { get; } = status;
}
