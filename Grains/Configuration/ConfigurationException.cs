namespace StataRuns.Configuration;

/// <summary>The configuration cannot be used; the message is one line that says what is wrong and what is right.</summary>
public sealed class ConfigurationException(string message) : Exception(message);
