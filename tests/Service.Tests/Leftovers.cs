using System.Diagnostics;
using System.Text.Json;

namespace StataRuns.Service.Tests;

/// <summary>Runs outlive their service, in tests too: what a test's data folder still has is stopped by its records.</summary>
internal static class Leftovers
{
    public static void Stop(string data)
    {
        if (!Directory.Exists(Path.Combine(data, "runs")))
        {
            return;
        }

        foreach (var record in Directory.EnumerateFiles(Path.Combine(data, "runs"), "process.json", SearchOption.AllDirectories))
        {
            if (File.Exists(Path.Combine(Path.GetDirectoryName(record)!, "exit.json")))
            {
                continue;
            }

            using var json = JsonDocument.Parse(File.ReadAllBytes(record));
            var id = json.RootElement.GetProperty("process").GetProperty("process_id").GetInt32();
            try
            {
                using var process = Process.GetProcessById(id);
                process.Kill(entireProcessTree: true);
            }
            catch (Exception e) when (e is ArgumentException or InvalidOperationException)
            {
                // It has ended.
            }
        }
    }
}
