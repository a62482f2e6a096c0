using System.Diagnostics;
using System.Text.Json;

namespace StataRuns.Bench.Service;

/// <summary>Runs outlive their service. Those that a benchmark leaves are stopped by their own records; their runners end with them.</summary>
internal static class Leftovers
{
    public static void Stop(string data)
    {
        var runs = Path.Combine(data, "runs");
        if (!Directory.Exists(runs))
        {
            return;
        }

        foreach (var record in Directory.EnumerateFiles(runs, "process.json", SearchOption.AllDirectories))
        {
            if (!File.Exists(Path.Combine(Path.GetDirectoryName(record)!, "exit.json")))
            {
                using var json = JsonDocument.Parse(File.ReadAllBytes(record));
                Kill(json.RootElement.GetProperty("process").GetProperty("process_id").GetInt32());
            }
        }
    }

    private static void Kill(int processId)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            process.Kill(entireProcessTree: true);
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            // It has ended.
        }
    }
}
