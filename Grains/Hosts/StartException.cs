namespace StataRuns.Hosts;

/// <summary>The service cannot start. The message is the one sentence that its user reads.</summary>
internal sealed class StartException(string message) : Exception(message);
