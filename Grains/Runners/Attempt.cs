using StataRuns.Runner.Protocol;
using StataRuns.Runs;

namespace StataRuns.Runners;

/// <summary>One try to start a run's process, as the service follows it.</summary>
/// <param name="RunId">The run.</param>
/// <param name="Nonce">The attempt's mark.</param>
/// <param name="BootId">The boot in which it was made.</param>
/// <param name="Folder">Its folder.</param>
/// <param name="ControlSocket">Where its runner listens.</param>
/// <param name="Runner">The runner that this process started for it; null when it is taken up after a restart.</param>
internal sealed record Attempt(RunId RunId, string Nonce, string BootId, AttemptFolder Folder, string ControlSocket, ProcessIdentity? Runner);
