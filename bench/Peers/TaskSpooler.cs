using System.Diagnostics;
using System.Globalization;

namespace StataRuns.Bench.Peers;

/// <summary>task-spooler (<c>tsp</c>): a queue of one user, in memory.</summary>
internal sealed class TaskSpooler : IPeer
{
    private const int Runs = 200;

    public string Name => "task-spooler, `tsp -S 2`";

    public bool IsInstalled => Command.Exists("tsp");

    public async Task<double> RunsPerSecondAsync(Stage stage, CancellationToken cancellation)
    {
        var folder = stage.Folder("tsp");
        var command = new Command(folder, new Dictionary<string, string> { ["TS_SOCKET"] = Path.Combine(stage.Temporary, "tsp.socket"), ["TMPDIR"] = folder });
        await command.OutputAsync("tsp", ["-S", "2"], cancellation);
        try
        {
            var begun = Stopwatch.GetTimestamp();
            await Command.SubmitAsync(Runs, token => command.OutputAsync("tsp", ["-n", stage.Jobs.Short], token), cancellation);
            foreach (var last in (int[])[Runs - 2, Runs - 1])
            {
                await command.OutputAsync("tsp", ["-w", last.ToString(CultureInfo.InvariantCulture)], cancellation);
            }

            return Runs / (MonotonicClock.MillisecondsSince(begun) / 1000);
        }
        finally
        {
            // Its own way to end its server, found by our socket.
            await command.OutputAsync("tsp", ["-K"], CancellationToken.None);
        }
    }
}
