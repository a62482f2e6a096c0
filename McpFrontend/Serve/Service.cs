namespace StataRuns.McpFrontend.Serve;

/// <summary>The service: gateway and silo in one process.</summary>
internal static class Service
{
    /// <summary>Runs the service until it is told to end.</summary>
    /// <returns>The exit code: 0 after an orderly end, 2 when it could not start (one sentence on standard error says why).</returns>
    public static Task<int> RunAsync(ServiceSettings settings) => throw new NotSupportedException(settings.ServiceFile);
}
