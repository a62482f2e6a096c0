using System.Globalization;
using StataRuns.StandIn.Tests.Stage;

namespace StataRuns.StandIn.Tests.Tables;

/// <summary>Does something with the data of 74 cars that many published logs are about, and reads a number that was stored.</summary>
internal static class Cars
{
    private const string Mark = "the number is ";

    public static async Task<double> NumberAsync(string commands, string expression)
    {
        var log = await LogAsync($"quietly {commands.Replace("\n", "\nquietly ", StringComparison.Ordinal)}\ndisplay \"{Mark}\" %21.16e {expression}\n");
        var at = log.IndexOf($"\n{Mark}", StringComparison.Ordinal);
        Assert.True(at >= 0, $"No number in the log: {log}");
        return double.Parse(log[(at + 1 + Mark.Length)..].Split('\n')[0], CultureInfo.InvariantCulture);
    }

    public static async Task<string> LogAsync(string commands)
    {
        using var batch = new Batch();
        File.Copy(Path.Combine(AppContext.BaseDirectory, "Logs", "cars.part"), batch["cars.part"]);
        return await batch.RunAsync($"quietly run cars.part\n{commands}\n");
    }
}
