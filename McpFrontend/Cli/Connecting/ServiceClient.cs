using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using StataRuns.McpFrontend.Mcp.Snapshots;
using StataRuns.McpFrontend.Serve;

namespace StataRuns.McpFrontend.Cli.Connecting;

/// <summary>A connection to the service: an MCP client like any other, and the raw log beside it. No call stays open without a bound or a sign of life.</summary>
internal sealed class ServiceClient : IAsyncDisposable
{
    private static readonly TimeSpan ByePatience = TimeSpan.FromSeconds(2);

    private readonly HttpClient _http;
    private readonly McpClient _mcp;

    private ServiceClient(ServiceRecord service, HttpClient http, McpClient mcp) => (Service, _http, _mcp) = (service, http, mcp);

    /// <summary>The service behind it.</summary>
    public ServiceRecord Service { get; }

    /// <summary>Connects.</summary>
    /// <param name="service">The service; its process was seen alive, so that the token does not go to a stranger on its port.</param>
    /// <param name="token">The bearer token; null if the service wants none.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public static async Task<ServiceClient> ConnectAsync(ServiceRecord service, string? token, CancellationToken cancellationToken)
    {
        var http = ServiceHttp.Create(token);
        try
        {
            var transport = new HttpClientTransport(
                new HttpClientTransportOptions
                {
                    Endpoint = Address(service, "/mcp"),
                    TransportMode = HttpTransportMode.StreamableHttp,
                    EnableStandaloneGetStream = false,
                },
                http);
            var mcp = await McpClient.CreateAsync(
                transport,
                new McpClientOptions
                {
                    ClientInfo = new Implementation { Name = "stataruns-cli", Version = ProductVersion.Text },
                    InitializationTimeout = ServiceHttp.ConnectPatience,
                },
                cancellationToken: cancellationToken);
            return new ServiceClient(service, http, mcp);
        }
        catch (HttpRequestException e) when (e.StatusCode == HttpStatusCode.Unauthorized)
        {
            http.Dispose();
            throw new CliException($"The service at {service.Url} does not accept the token of the data folder.", ExitCode.LostOrUnreachable);
        }
        catch
        {
            http.Dispose();
            throw;
        }
    }

    /// <summary>Calls a tool and reads its result.</summary>
    /// <param name="tool">The tool.</param>
    /// <param name="arguments">Its arguments; those that are null are left out.</param>
    /// <param name="type">How the result is read.</param>
    /// <param name="atMost">When to give up; null if somebody watches over the call.</param>
    /// <param name="cancellationToken">Ends the call, and never what it asked for.</param>
    /// <param name="progress">Told of progress.</param>
    /// <exception cref="ToolRefusedException">The tool answered with a sentence that says what is wrong.</exception>
    /// <exception cref="TimeoutException">No answer in time.</exception>
    public async Task<T> CallAsync<T>(
        string tool,
        IReadOnlyDictionary<string, object?> arguments,
        JsonTypeInfo<T> type,
        TimeSpan? atMost,
        CancellationToken cancellationToken,
        IProgress<ProgressNotificationValue>? progress = null)
    {
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (atMost is { } bound)
        {
            bounded.CancelAfter(bound);
        }

        CallToolResult result;
        try
        {
            var given = arguments.Where(argument => argument.Value is not null).ToDictionary();
            result = await _mcp.CallToolAsync(tool, given, progress, cancellationToken: bounded.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"The service at {Service.Url} does not answer.");
        }

        if (result.StructuredContent is not { ValueKind: JsonValueKind.Object } content)
        {
            var text = string.Join(' ', result.Content.OfType<TextContentBlock>().Select(block => block.Text));
            throw new ToolRefusedException(text.Length > 0 ? text : $"The service answered {tool} with nothing.");
        }

        try
        {
            return content.Deserialize(type)!;
        }
        catch (JsonException e)
        {
            throw new CliException(
                $"The service is version {Service.Version} and this program {ProductVersion.Text}; its answer cannot be read ({e.Message}). \"stataruns stop\" ends the service.",
                ExitCode.LostOrUnreachable);
        }
    }

    /// <summary>Opens the log at a byte.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="offset">The first byte.</param>
    /// <param name="follow">Go on until the run has ended; else what is there now.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public async Task<Stream> OpenLogAsync(string runId, long offset, bool follow, CancellationToken cancellationToken)
    {
        var request = new HttpRequestMessage(
            HttpMethod.Get,
            Address(Service, string.Create(CultureInfo.InvariantCulture, $"/runs/{runId}/log?offset={offset}{(follow ? "&follow=1" : "")}")));
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bounded.CancelAfter(ServiceHttp.ConnectPatience);
        HttpResponseMessage response;
        try
        {
            response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, bounded.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"The service at {Service.Url} does not answer.");
        }

        if (response.StatusCode == HttpStatusCode.NotFound)
        {
            var sentence = await response.Content.ReadAsStringAsync(bounded.Token);
            throw new ToolRefusedException(sentence.Length > 0 ? sentence.Trim() : $"There is no run {runId}.");
        }

        response.EnsureSuccessStatusCode();
        return await response.Content.ReadAsStreamAsync(cancellationToken);
    }

    /// <summary>Asks the service to end.</summary>
    public static async Task StopAsync(ServiceRecord service, string? token, CancellationToken cancellationToken)
    {
        using var http = ServiceHttp.Create(token);
        http.Timeout = ServiceHttp.ConnectPatience;
        using var response = await http.PostAsync(Address(service, "/service/stop"), content: null, cancellationToken);
        response.EnsureSuccessStatusCode();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await _mcp.DisposeAsync().AsTask().WaitAsync(ByePatience);
        }
        catch (Exception e) when (ServiceLoss.Is(e))
        {
            // It went before us; there is nobody to say goodbye to.
        }

        _http.Dispose();
    }

    private static Uri Address(ServiceRecord service, string path) => new(new Uri(service.Url), path);
}
