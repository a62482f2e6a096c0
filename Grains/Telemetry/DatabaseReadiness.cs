using System.Data.Common;
using StataRuns.Hosts;
using StataRuns.Runs;
using StataRuns.Storage;

namespace StataRuns.Telemetry;

/// <summary>Ready while the database can be read. A run's id that was never given out costs it one look into an index.</summary>
internal sealed class DatabaseReadiness(RunsTable runs, TimeProvider time, HostLoad? load = null) : IReadiness
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1.5);

    private readonly RunId _nobody = RunId.New("nobody", DateTimeOffset.UnixEpoch);

    public async Task<string?> WaitsForAsync(CancellationToken cancellation)
    {
        var trouble = await TroubleAsync(cancellation);
        load?.DatabaseAnswered(trouble is null);
        return trouble;
    }

    private async Task<string?> TroubleAsync(CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(Patience, time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation, limit.Token);
        try
        {
            // On a thread of its own: SQLite answers no sooner than its disk does.
            await Task.Run(() => runs.FindAsync(_nobody, end.Token), end.Token).WaitAsync(end.Token);
            return null;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return "waiting for the database: it does not answer";
        }
        catch (Exception e) when (e is DbException or IOException or UnauthorizedAccessException or System.Net.Sockets.SocketException)
        {
            return $"waiting for the database: {DiskTrouble.Of(e) ?? e.Message}";
        }
    }
}
