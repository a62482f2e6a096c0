using System.Runtime.InteropServices;

namespace StataRuns.McpFrontend.Cli.Watching;

/// <summary>
/// Ctrl-C, a request to end, and a terminal that closes all mean the same to who watches a run: let go. The second Ctrl-C
/// ends the program at once, should letting go take its time.
/// </summary>
internal sealed class DetachSignal : IDisposable
{
    private readonly CancellationTokenSource _detach = new();
    private readonly PosixSignalRegistration[] _registrations;
    private int _signals;

    public DetachSignal() => _registrations =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGINT, Handle),
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle),
        PosixSignalRegistration.Create(PosixSignal.SIGHUP, Handle),
    ];

    /// <summary>Cancelled when the person lets go.</summary>
    public CancellationToken Token => _detach.Token;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }

        _detach.Dispose();
    }

    private void Handle(PosixSignalContext context)
    {
        if (Interlocked.Increment(ref _signals) == 1)
        {
            context.Cancel = true;
            _detach.Cancel();
        }
    }
}
