namespace StataRuns.McpFrontend.Cli.Connecting;

/// <summary>The service was stopped in order while it was being watched; its runs go on.</summary>
public sealed class ServiceStoppedException() : Exception("The service was stopped.");
