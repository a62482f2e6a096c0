namespace StataRuns.Clients.Tests.Stage;

/// <summary>The ways from a client to the service.</summary>
internal static class Way
{
    public const string Http = "Streamable HTTP";
    public const string Stdio = "stdio";

    public static string[] Both { get; } = [Http, Stdio];

    public static string Other(string way) => way == Http ? Stdio : Http;
}
