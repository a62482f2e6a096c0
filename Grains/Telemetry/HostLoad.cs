using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using StataRuns.Hosts;
using StataRuns.Runs;

namespace StataRuns.Telemetry;

/// <summary>
/// How busy a host is, as its gauges show it. Grains tell it what moves; it is asked only when somebody reads the gauges,
/// and is never a truth that anything else goes by.
/// </summary>
internal sealed class HostLoad : IDisposable
{
    private static readonly RunStatus[] Active = [RunStatus.Queued, RunStatus.Starting, RunStatus.Running];

    private readonly ConcurrentDictionary<RunId, RunStatus> _runs = new();
    private readonly Meter _meter = new(Instruments.Name);
    private volatile bool _databaseIsSilent;

    public HostLoad(SeatQueue queue)
    {
        Instruments.BeginAtZero();
        _meter.CreateObservableGauge("stataruns.runs", CountRuns, "{run}", "Active runs of this host");
        _meter.CreateObservableGauge("stataruns.queue.length", () => queue.WaitingCount, "{run}", "Runs that wait for a seat");
        _meter.CreateObservableGauge("stataruns.seats", () => queue.Seats, "{seat}", "Seats of this host");
        _meter.CreateObservableGauge("stataruns.seats.used", () => queue.SeatedCount, "{seat}", "Seats in use");
        _meter.CreateObservableGauge("stataruns.database.waiting", () => _databaseIsSilent ? 1 : 0, "{wait}", "1 while the database does not answer");
    }

    /// <summary>The runs that are known as active.</summary>
    public IReadOnlyCollection<RunId> Known => [.. _runs.Keys];

    /// <summary>A run stands so now.</summary>
    public void Moved(RunId run, RunStatus status)
    {
        if (status.IsFinal())
        {
            _runs.TryRemove(run, out _);
        }
        else
        {
            _runs[run] = status;
        }
    }

    /// <summary>A run that nobody has told of yet: it was there before this process.</summary>
    public void Found(RunId run, RunStatus status) => _runs.TryAdd(run, status);

    /// <summary>A run is not active, whatever was said of it.</summary>
    public void Gone(RunId run) => _runs.TryRemove(run, out _);

    /// <summary>Did the database answer, the last time that it was asked?</summary>
    public void DatabaseAnswered(bool answered) => _databaseIsSilent = !answered;

    public void Dispose() => _meter.Dispose();

    private IEnumerable<Measurement<int>> CountRuns() => Active.Select(status =>
        new Measurement<int>(_runs.Count(run => run.Value == status), Instruments.Label("status", status.Word())));
}
