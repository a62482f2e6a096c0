using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using StataRuns.Runs;

namespace StataRuns.McpFrontend.Mcp.Calls;

/// <summary>Sends a call's progress notifications. A client that no longer listens costs nothing but its notifications.</summary>
internal sealed partial class ProgressSender(McpServer server, ProgressToken? token, TimeProvider time, ILogger logger)
{
    /// <summary>At most ten a second.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>At least one in so long, that clients and proxies see that the call lives.</summary>
    public static readonly TimeSpan Beat = TimeSpan.FromSeconds(10);

    private readonly ProgressScale _scale = new();
    private long _lastSent;
    private bool _isFirst = true;

    /// <summary>Does the client want any?</summary>
    public bool IsWanted => token is not null;

    /// <summary>How long until the next one may go.</summary>
    public TimeSpan UntilNext => _isFirst || Pause - time.GetElapsedTime(_lastSent) is not { Ticks: > 0 } left ? TimeSpan.Zero : left;

    /// <summary>Tells how the run stands.</summary>
    public async Task SendAsync(RunSnapshot run, CancellationToken cancellation)
    {
        if (token is not { } wanted)
        {
            return;
        }

        (_isFirst, _lastSent) = (false, time.GetTimestamp());
        var value = new ProgressNotificationValue
        {
            Progress = _scale.Next(run.Progress),
            Total = run.Progress?.Total,
            Message = ProgressMessage.Of(run),
        };
        try
        {
            await server.NotifyProgressAsync(wanted, value, cancellationToken: cancellation);
        }
        catch (Exception e) when (e is IOException or InvalidOperationException or ObjectDisposedException)
        {
            // The connection is gone. The call goes on to its end: its result may still be asked for.
            LogUnsent(logger, run.RunId, e.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "A progress notification of run {RunId} could not be sent: {Reason}")]
    private static partial void LogUnsent(ILogger logger, RunId runId, string reason);
}
