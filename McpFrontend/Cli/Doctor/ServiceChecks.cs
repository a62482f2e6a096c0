using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using StataRuns.Hosts;
using StataRuns.McpFrontend.Serve;
using StataRuns.Stata;

namespace StataRuns.McpFrontend.Cli.Doctor;

/// <summary>The running service, and the port where one would listen.</summary>
internal static partial class ServiceChecks
{
    /// <summary>The service of the data folder.</summary>
    /// <param name="running">It, if it runs.</param>
    /// <param name="answers">Does it answer?</param>
    public static Finding Service(ServiceRecord? running, Func<string, bool> answers)
    {
        if (running is null)
        {
            return new Finding("service", "Service", FindingOutcome.Note, "none is running; the first command that needs one starts it");
        }

        if (!answers(running.Url))
        {
            return new Finding("service", "Service", FindingOutcome.Bad, $"process {running.ProcessId} at {running.Url} does not answer", null, "Stop it (stataruns stop, or by its process id); runs go on.");
        }

        return running.Version == ProductVersion.Text
            ? new Finding("service", "Service", FindingOutcome.Good, $"{running.Url}, process {running.ProcessId}, version {running.Version}")
            : new Finding("service", "Service", FindingOutcome.Warning, $"{running.Url} is version {running.Version}, this is {ProductVersion.Text}", null, "\"stataruns stop\" ends it, runs go on, and the next command starts the new one.");
    }

    /// <summary>The port where a service listens that was not told otherwise.</summary>
    /// <param name="port">The port.</param>
    /// <param name="running">The service, if it runs.</param>
    /// <param name="isTaken">Does somebody listen there?</param>
    /// <param name="owner">Who, if that can be told.</param>
    public static Finding Port(int port, ServiceRecord? running, bool isTaken, string? owner) => (isTaken, running) switch
    {
        (false, _) => new Finding("port", $"Port {port}", FindingOutcome.Good, "free"),
        (_, { } service) when new Uri(service.Url).Port == port => new Finding("port", $"Port {port}", FindingOutcome.Good, "the service's"),
        _ => new Finding("port", $"Port {port}", FindingOutcome.Note, $"{owner ?? "another program"} listens there; a service takes a free port and says which"),
    };

    /// <summary>Who listens on a port, by the words of <c>ss</c>, which knows it of this user's programs only; null if it cannot be told.</summary>
    public static string? Owner(int port, IMachineFacts facts)
    {
        // LISTEN 0 512 127.0.0.1:4000 0.0.0.0:* users:(("name",pid=123,fd=5))
        var line = facts.Run("ss", "-Hltnp", $"sport = :{port}") ?? "";
        return OwnerPattern().Match(line) is { Success: true } match ? $"{match.Groups["name"].Value} (process {match.Groups["id"].Value})" : null;
    }

    /// <summary>Does somebody listen on a port of this machine?</summary>
    public static bool IsTaken(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            return false;
        }
        catch (SocketException)
        {
            return true;
        }
    }

    /// <summary>Does a service answer?</summary>
    public static bool Answers(string url)
    {
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"{url.TrimEnd('/')}/health/live");
            using var response = client.Send(request);
            return response.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            return false;
        }
    }

    [GeneratedRegex(@"users:\(\(""(?<name>[^""]+)"",pid=(?<id>\d+)", RegexOptions.CultureInvariant)]
    private static partial Regex OwnerPattern();
}
