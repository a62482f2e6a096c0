using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands;

/// <summary>A command.</summary>
/// <param name="Shortest">Letters of its shortest abbreviation.</param>
/// <param name="Run">Gets what stands behind the command's name.</param>
/// <param name="IsQuick">Never takes long: the log need not be flushed before it.</param>
internal sealed record Command(string Name, int Shortest, Action<Session, string> Run, bool IsQuick = false);
