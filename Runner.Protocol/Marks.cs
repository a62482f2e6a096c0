namespace StataRuns.Runner.Protocol;

/// <summary>The names by which runners and processes are known to the system.</summary>
public static class Marks
{
    /// <summary>Environment variable of the started process that holds the attempt's mark: by it a process is found whose record was not written in time.</summary>
    public const string NonceVariable = "STATARUNS_ATTEMPT";

    /// <summary>The runner's option for taking over an attempt whose first runner died: it starts nothing.</summary>
    public const string AdoptOption = "--adopt";
}
