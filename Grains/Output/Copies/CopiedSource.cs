namespace StataRuns.Output.Copies;

/// <summary>What of a run's output a row of <c>run_output</c> is of, in that table's words.</summary>
internal static class CopiedSource
{
    /// <summary>A row holds so many bytes; only the last one of a source holds fewer.</summary>
    public const int ChunkBytes = 64 * 1024;

    public const string Log = "log";
    public const string Console = "console";

    public static string Of(OutputSource source) => source == OutputSource.Log ? Log : Console;

    public static string Graph(string name) => $"graph/{name}";
}
