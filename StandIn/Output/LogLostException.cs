namespace StataRuns.StandIn.Output;

/// <summary>A log can't be written any more (a full disk, say): no command can go on, and none can capture it.</summary>
internal sealed class LogLostException(string message, Exception inner) : Exception(message, inner);
