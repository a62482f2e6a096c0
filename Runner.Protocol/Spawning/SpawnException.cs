namespace StataRuns.Runner.Protocol.Spawning;

/// <summary>The system refused to start a program; the message is a sentence for the user.</summary>
public sealed class SpawnException(string message) : IOException(message);
