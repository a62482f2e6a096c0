namespace StataRuns.Storage;

/// <summary>The database cannot be used by this program. The message is the sentence that its user reads.</summary>
public sealed class SchemaException(string message) : Exception(message);
