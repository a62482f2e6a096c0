using StataRuns.Runs;

namespace StataRuns.McpFrontend.Mcp.Output;

/// <summary>
/// A log of a run that is over, read from a copy that is not all of it: its host stopped answering before the rest was copied. Whoever
/// reads it must not take it for the whole.
/// </summary>
internal static class PartialLog
{
    /// <summary>Is what was read the beginning of a log, and will no more come to it until the host answers?</summary>
    /// <param name="run">The run, as it was known before the log was read.</param>
    /// <param name="isWhole">Did the log's reader say that no byte will ever come behind what there is?</param>
    public static bool Is(RunSnapshot run, bool isWhole) => run.Status.IsFinal() && !isWhole;

    /// <summary>The words, without a capital and a full stop.</summary>
    /// <param name="run">Whose log.</param>
    /// <param name="copied">How many bytes of it there are.</param>
    public static string Words(RunId run, long copied) =>
        $"the log's end is missing: host {run.Host}, which has it, does not answer, and only the first {copied:N0} bytes were copied; ask again from offset {copied} when the host answers again";
}
