using StataRuns.Runner.Protocol;
using StataRuns.Runs;

namespace StataRuns.Runners;

/// <summary>One try to start a run's process, as the service follows it.</summary>
/// <param name="RunId">The run.</param>
/// <param name="Nonce">The attempt's mark.</param>
/// <param name="BootId">The boot in which it was made.</param>
/// <param name="Folder">Its folder.</param>
/// <param name="ControlSocket">Where its runner listens.</param>
/// <param name="StartedHere">It was this process that started a runner for it, or tried to; else it is taken up after a restart.</param>
/// <param name="Runner">That runner, if it is known that there is one.</param>
internal sealed record Attempt(
    RunId RunId, string Nonce, string BootId, AttemptFolder Folder, string ControlSocket, bool StartedHere, ProcessIdentity? Runner = null);
