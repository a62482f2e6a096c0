using StataRuns.McpFrontend.Serve;

namespace StataRuns.McpFrontend.Stdio;

/// <summary>The service as it was found, and the way to it. A later one is another connection.</summary>
/// <param name="Service">The service.</param>
/// <param name="Http">Carries the token.</param>
internal sealed record ServiceConnection(ServiceRecord Service, HttpClient Http)
{
    private static readonly TimeSpan HealthPatience = TimeSpan.FromSeconds(5);

    /// <summary>An address of the service.</summary>
    public Uri Address(string path) => new(new Uri(Service.Url), path);

    /// <summary>Does it answer at all? A process that was stopped, or hangs, lives and does not.</summary>
    public async Task<bool> IsAnsweringAsync(CancellationToken cancellation)
    {
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        bounded.CancelAfter(HealthPatience);
        try
        {
            using var answer = await Http.GetAsync(Address("/health/ready"), bounded.Token);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or IOException)
        {
            cancellation.ThrowIfCancellationRequested();
            return false;
        }
    }
}
