using StataRuns.Bench.Report;
using StataRuns.Bench.Service;

namespace StataRuns.Bench.Measures;

/// <summary>From a line that Stata writes to the notification that tells it.</summary>
internal sealed class LineMeasure : IMeasure
{
    private const double GoalMilliseconds = 20;
    private const int LimitMilliseconds = 100; // at most ten notifications a second

    public string Name => "line";

    public string Meaning => $"""
        {LineHearing.Lines} lines with the moment of their writing in them; from that moment to the arrival of the progress notification whose
        message ends with that line. At most ten notifications a second are sent: with a line every 50 ms that limit decides which
        lines are told and how long a line waits for its turn; with one every 150 ms nothing but the way itself is measured.
        """;

    public async Task<IReadOnlyList<Row>> TakeAsync(Stage stage, CancellationToken cancellation)
    {
        var rows = new List<Row>();
        foreach (var pause in (int[])[50, 150])
        {
            await using var service = await MeasuredService.StartAsync(stage, stage.Jobs.Lines(pause), cancellation);
            await using var client = await service.ConnectAsync(cancellation);
            var hearing = new LineHearing();
            (await client.RunAsync(await service.DoFileAsync(cancellation), cancellation, hearing)).Succeeded();
            rows.AddRange(hearing.Rows(pause, pause > LimitMilliseconds ? GoalMilliseconds : null));
        }

        return rows;
    }
}
