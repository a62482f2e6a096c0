namespace StataRuns.StandIn.Tests.Stage;

/// <summary>What a do-file's commands said, without the echo of the commands themselves.</summary>
internal static class Said
{
    /// <summary>Runs a preparation silently and then the commands; the lines that these wrote, without the blank ones.</summary>
    public static async Task<string> ByAsync(string preparation, string commands)
    {
        const string Mark = "the preparation is over";
        var log = await Batch.LogOfAsync($"{preparation}\ndisplay \"{Mark}\"\n{commands}\n");
        var start = log.IndexOf($"\n{Mark}\n", StringComparison.Ordinal);
        Assert.True(start >= 0, $"The preparation failed: {log}");
        return string.Join('\n', log[(start + Mark.Length + 2)..].Split('\n')
            .Where(line => line.Length > 0 && line != "." && !line.StartsWith(". ", StringComparison.Ordinal) && line != "end of do-file")
            .Select(line => line.TrimEnd()));
    }
}
