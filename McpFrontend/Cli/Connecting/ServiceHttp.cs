using System.Net.Http.Headers;

namespace StataRuns.McpFrontend.Cli.Connecting;

/// <summary>HTTP to the service of this machine.</summary>
internal static class ServiceHttp
{
    /// <summary>How long a connection may take to come about.</summary>
    public static readonly TimeSpan ConnectPatience = TimeSpan.FromSeconds(10);

    /// <summary>A client for it, without a time-out of its own: whoever asks knows how long an answer may take.</summary>
    /// <param name="token">The bearer token; null if the service wants none.</param>
    public static HttpClient Create(string? token)
    {
        var http = new HttpClient(new SocketsHttpHandler
        {
            // The service is on this machine: no proxy has a part in this, and no redirect may carry the token away.
            UseProxy = false,
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectTimeout = ConnectPatience,
        })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
        if (token is not null)
        {
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        return http;
    }
}
