using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using StataRuns.Hosts;
using StataRuns.McpFrontend.Serve;

namespace StataRuns.McpFrontend.Cli.Connecting;

/// <summary>
/// Plain requests to the service: one question, one answer. It costs a third of an MCP handshake, which is what makes
/// <c>ps</c> quick; nothing is connected before the first request.
/// </summary>
/// <param name="service">The service; the process of one on this machine was seen alive, so that the token does not go to a stranger on its port.</param>
/// <param name="token">The bearer token; null if the service wants none.</param>
internal sealed class ServiceHttp(ServicePlace service, string? token) : IDisposable
{
    private static readonly TimeSpan ConnectPatience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan HealthPatience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan AnswerPatience = TimeSpan.FromSeconds(30);

    /// <summary>To a service on this machine.</summary>
    public ServiceHttp(ServiceRecord service, string? token)
        : this(new ServicePlace(service), token)
    {
    }

    /// <summary>The service behind it.</summary>
    public ServicePlace Service { get; } = service;

    /// <summary>The client that carries the token, for who speaks more than plain requests.</summary>
    public HttpClient Http { get; } = Create(service, token);

    /// <summary>The address of a path.</summary>
    public Uri Address(string path) => new(new Uri(Service.Url), path);

    /// <summary>Asks for a resource.</summary>
    public Task<T> GetAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Get, path, null, type, cancellationToken);

    /// <summary>Sends a request and reads its answer.</summary>
    /// <exception cref="ToolRefusedException">The service said no, in a sentence.</exception>
    /// <exception cref="TimeoutException">No answer in time.</exception>
    public async Task<T> SendAsync<T>(HttpMethod method, string path, HttpContent? content, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bounded.CancelAfter(AnswerPatience);
        try
        {
            using var request = new HttpRequestMessage(method, Address(path)) { Content = content };
            using var response = await Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, bounded.Token);
            await RefuseAsync(response, bounded.Token);
            await using var body = await response.Content.ReadAsStreamAsync(bounded.Token);
            return (await JsonSerializer.DeserializeAsync(body, type, bounded.Token))!;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw Silent();
        }
        catch (JsonException e)
        {
            throw OtherVersion(e);
        }
    }

    /// <summary>Opens the log at a byte.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="offset">The first byte.</param>
    /// <param name="follow">Go on until the run has ended; else what is there now.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public async Task<Stream> OpenLogAsync(string runId, long offset, bool follow, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(
            HttpMethod.Get,
            Address(string.Create(CultureInfo.InvariantCulture, $"/runs/{runId}/log?offset={offset}{(follow ? "&follow=1" : "")}")));
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bounded.CancelAfter(ConnectPatience);
        try
        {
            var response = await Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, bounded.Token);
            await RefuseAsync(response, bounded.Token);
            return await response.Content.ReadAsStreamAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw Silent();
        }
    }

    /// <summary>Does it answer at all? A process that was stopped, or hangs, lives and does not.</summary>
    public async Task<bool> IsAnsweringAsync(CancellationToken cancellationToken)
    {
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bounded.CancelAfter(HealthPatience);
        try
        {
            using var answer = await Http.GetAsync(Address("/health/ready"), bounded.Token);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or IOException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return false;
        }
    }

    /// <summary>Asks the service to end.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bounded.CancelAfter(ConnectPatience);
        try
        {
            using var response = await Http.PostAsync(Address("/service/stop"), content: null, bounded.Token);
            await RefuseAsync(response, bounded.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw Silent();
        }
    }

    /// <summary>What is said when the service's answer is not what this program knows.</summary>
    public CliException OtherVersion(JsonException e) => new(
        Service.Record is not { } record
            ? $"The server at {Service.Url} and this program (version {ProductVersion.Text}) are not of one version; its answer cannot be read ({e.Message})."
            : $"The service is version {record.Version} and this program {ProductVersion.Text}; its answer cannot be read ({e.Message}). \"stataruns stop\" ends the service.",
        ExitCode.LostOrUnreachable);

    /// <summary>What is said when the service does not want the token.</summary>
    public CliException Unauthorized() => Service.Record is not null
        ? new($"The service at {Service.Url} does not accept the token of the data folder.", ExitCode.LostOrUnreachable)
        : new(
            $"The server at {Service.Url} {(token is null ? "asks for a key, and none is kept for it" : "does not accept the key")}: \"stataruns login {Service.Url}\" asks for yours and keeps it; scripts give it as STATARUNS_KEY.",
            ExitCode.WrongUsage);

    /// <inheritdoc/>
    public void Dispose() => Http.Dispose();

    private static HttpClient Create(ServicePlace service, string? token)
    {
        var http = new HttpClient(new SocketsHttpHandler
        {
            // No proxy has a part in what stays on this machine, and no redirect may carry the token away.
            UseProxy = service.Record is null && !new Uri(service.Url).IsLoopback,
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

    private TimeoutException Silent() => new($"The service at {Service.Url} does not answer.");

    /// <summary>Passes an answer that is one; a refusal becomes its sentence.</summary>
    private async Task RefuseAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.IsSuccessStatusCode)
        {
            return;
        }

        if (response.StatusCode == HttpStatusCode.Unauthorized)
        {
            throw Unauthorized();
        }

        var sentence = (await response.Content.ReadAsStringAsync(cancellationToken)).Trim();
        sentence = sentence.Length > 0 ? sentence : $"The service answered with {(int)response.StatusCode}.";
        if (response.StatusCode >= HttpStatusCode.InternalServerError && response.StatusCode != HttpStatusCode.NotImplemented)
        {
            throw new HttpRequestException(sentence, inner: null, response.StatusCode);
        }

        response.Dispose();
        throw new ToolRefusedException(sentence)
        {
            IsConflict = response.StatusCode == HttpStatusCode.Conflict,
        };
    }
}
