using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Configuration;
using StataRuns.Grains.Tests.Storage;
using StataRuns.Hosts;
using StataRuns.Runs;
using StataRuns.Storage;
using StataRuns.Telemetry;

namespace StataRuns.Grains.Tests.Telemetry;

/// <summary>What a host's gauges show, and whether it is ready.</summary>
public sealed class HostLoadSpecs
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact(Timeout = 10_000)]
    public Task A_host_shows_who_runs_and_who_waits_and_forgets_who_is_over()
    {
        var queue = new SeatQueue(7);
        using var load = new HostLoad(queue);
        var (first, second) = (RunId.New("lab", DateTimeOffset.UtcNow), RunId.New("lab", DateTimeOffset.UtcNow));
        queue.Wait(first, 1, "ann", "/a.do", 0);
        queue.Wait(second, 2, "ann", "/b.do", 0);
        queue.Next();
        load.Moved(first, RunStatus.Queued);
        load.Moved(first, RunStatus.Starting);
        load.Moved(first, RunStatus.Running);
        load.Found(first, RunStatus.Queued); // older news
        load.Found(second, RunStatus.Queued);
        load.DatabaseAnswered(false);

        var shown = Read();
        Assert.Equal((1, 1), (shown["stataruns.runs running"], shown["stataruns.runs queued"]));
        Assert.Equal(0, shown["stataruns.runs starting"]);
        Assert.Equal((7, 1, 1), (shown["stataruns.seats"], shown["stataruns.seats.used"], shown["stataruns.queue.length"]));
        Assert.Equal(1, shown["stataruns.database.waiting"]);

        load.Moved(first, RunStatus.Lost);
        load.Gone(second);
        load.DatabaseAnswered(true);
        shown = Read();
        Assert.Equal((0, 0), (shown["stataruns.runs running"], shown["stataruns.runs queued"]));
        Assert.Equal(0, shown["stataruns.database.waiting"]);
        return Task.CompletedTask;
    }

    [Fact(Timeout = 20_000)]
    public async Task A_host_is_ready_while_its_database_can_be_read()
    {
        using var folder = new TemporaryFolder();
        var path = folder["stataruns.db"];
        var sql = new SqlText("sqlite");
        await using var source = new SqliteSource(path);
        new SqliteSchema(source, sql).BringForward();
        var readiness = new DatabaseReadiness(new RunsTable(source, sql), TimeProvider.System);
        Assert.Null(await readiness.WaitsForAsync(Cancellation));

        source.Readers.CloseIdle();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        File.Delete(path);
        Directory.CreateDirectory(path); // a file that cannot be opened, for root neither
        Assert.StartsWith("waiting for the database: ", await readiness.WaitsForAsync(Cancellation), StringComparison.Ordinal);

        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(path);
        new SqliteSchema(source, sql).BringForward();
        Assert.Null(await readiness.WaitsForAsync(Cancellation));
    }

    [Theory(Timeout = 10_000)]
    [InlineData(false, false)]
    [InlineData(true, true, "OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:4318")]
    [InlineData(true, true, "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT=http://127.0.0.1:4318/v1/traces", "OTEL_TRACES_EXPORTER=otlp")]
    [InlineData(false, true, "OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:4318", "OTEL_TRACES_EXPORTER=none")]
    [InlineData(true, false, "OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:4318", "OTEL_METRICS_EXPORTER=none")]
    [InlineData(false, false, "OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:4318", "OTEL_SDK_DISABLED=true")]
    [InlineData(false, false, "OTEL_EXPORTER_OTLP_ENDPOINT=")]
    public Task Nothing_is_sent_anywhere_unless_the_standard_variables_ask_for_it(bool traces, bool metrics, params string[] variables)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(variables.Select(variable => variable.Split('=', 2)).ToDictionary(pair => pair[0], pair => (string?)pair[1])).Build();
        var wish = new TelemetryWish(configuration);

        Assert.Equal((traces, metrics), (wish.Traces, wish.Metrics));
        return Task.CompletedTask;
    }

    private static ConcurrentDictionary<string, int> Read()
    {
        var shown = new ConcurrentDictionary<string, int>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == Instruments.Name && instrument.IsObservable)
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) =>
            shown[tags.Length == 0 ? instrument.Name : $"{instrument.Name} {tags[0].Value}"] = value);
        listener.Start();
        listener.RecordObservableInstruments();
        return shown;
    }
}
