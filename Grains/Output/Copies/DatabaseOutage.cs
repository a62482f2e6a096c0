using Microsoft.Extensions.Logging;
using StataRuns.Hosts;

namespace StataRuns.Output.Copies;

/// <summary>A time in which the database does not take copies: said once when it begins and once when it is over, however many runs it keeps waiting.</summary>
internal sealed partial class DatabaseOutage(ILogger logger)
{
    private TaskCompletionSource _next = NewCall();
    private int _isOn;

    public bool IsOn => Volatile.Read(ref _isOn) != 0;

    /// <summary>The next one's beginning.</summary>
    public Task Next() => (_next = NewCall()).Task;

    /// <summary>A copy failed.</summary>
    public void Begin(Exception failure)
    {
        if (Interlocked.Exchange(ref _isOn, 1) == 0)
        {
            LogBegun(logger, DiskTrouble.Of(failure) ?? failure.Message, failure);
            _next.TrySetResult();
        }
    }

    /// <summary>A copy succeeded.</summary>
    public void End()
    {
        if (Interlocked.Exchange(ref _isOn, 0) != 0)
        {
            LogOver(logger);
        }
    }

    private static TaskCompletionSource NewCall() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    [LoggerMessage(1, LogLevel.Warning, "Output is not copied to the database for now; it is in the runs' folders, and copying resumes by itself. {Trouble}")]
    private static partial void LogBegun(ILogger logger, string trouble, Exception exception);

    [LoggerMessage(2, LogLevel.Information, "Output is copied to the database again.")]
    private static partial void LogOver(ILogger logger);
}
