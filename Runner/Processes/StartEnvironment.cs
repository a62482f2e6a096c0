using StataRuns.Runner.Protocol;

namespace StataRuns.Runner.Processes;

/// <summary>The environment that a job's process gets: what the job says, the attempt's mark, and its own temporary folder.</summary>
internal static class StartEnvironment
{
    private static readonly string[] TemporaryFolderVariables = ["TMPDIR", "TMP", "TEMP", "STATATMP"];

    public static IReadOnlyDictionary<string, string> For(Job job, string temporary)
    {
        var variables = new Dictionary<string, string>(job.Environment, StringComparer.Ordinal) { [Marks.NonceVariable] = job.Nonce };
        foreach (var name in TemporaryFolderVariables)
        {
            variables[name] = temporary;
        }

        return variables;
    }
}
