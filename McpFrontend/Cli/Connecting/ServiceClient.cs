using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using StataRuns.Hosts;
using StataRuns.McpFrontend.Mcp.Calls;
using StataRuns.McpFrontend.Serve;

namespace StataRuns.McpFrontend.Cli.Connecting;

/// <summary>A connection to the service: an MCP client like any other, and plain requests beside it. No call stays open without a bound or a sign of life.</summary>
internal sealed class ServiceClient : IAsyncDisposable
{
    private static readonly TimeSpan ConnectPatience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ByePatience = TimeSpan.FromSeconds(2);

    private readonly McpClient _mcp;

    private ServiceClient(ServiceHttp plain, McpClient mcp) => (Plain, _mcp) = (plain, mcp);

    /// <summary>The service behind it.</summary>
    public ServicePlace Service => Plain.Service;

    /// <summary>Plain requests over the same connections.</summary>
    public ServiceHttp Plain { get; }

    /// <summary>Connects.</summary>
    /// <param name="plain">The way to the service; it is disposed of with the connection.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public static async Task<ServiceClient> ConnectAsync(ServiceHttp plain, CancellationToken cancellationToken)
    {
        try
        {
            var transport = new HttpClientTransport(
                new HttpClientTransportOptions
                {
                    Endpoint = plain.Address("/mcp"),
                    TransportMode = HttpTransportMode.StreamableHttp,
                    EnableStandaloneGetStream = false,
                },
                plain.Http);
            var mcp = await McpClient.CreateAsync(
                transport,
                new McpClientOptions
                {
                    ClientInfo = new Implementation { Name = "stataruns-cli", Version = ProductVersion.Text },
                    InitializationTimeout = ConnectPatience,
                },
                cancellationToken: cancellationToken);
            return new ServiceClient(plain, mcp);
        }
        catch (HttpRequestException e) when (e.StatusCode == HttpStatusCode.Unauthorized)
        {
            plain.Dispose();
            throw plain.Unauthorized();
        }
        catch
        {
            plain.Dispose();
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
    /// <param name="key">The call's key (<see cref="CallKey"/>), where it may be asked again.</param>
    /// <param name="environmentOf">The earlier run whose variables the new one gets (<see cref="EnvironmentOf"/>).</param>
    /// <exception cref="ToolRefusedException">The tool answered with a sentence that says what is wrong.</exception>
    /// <exception cref="TimeoutException">No answer in time.</exception>
    public async Task<T> CallAsync<T>(
        string tool,
        IReadOnlyDictionary<string, object?> arguments,
        JsonTypeInfo<T> type,
        TimeSpan? atMost,
        CancellationToken cancellationToken,
        IProgress<ProgressNotificationValue>? progress = null,
        string? key = null,
        string? environmentOf = null)
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
            JsonObject meta = [];
            if (key is not null)
            {
                meta[CallKey.Name] = key;
            }

            if (environmentOf is not null)
            {
                meta[EnvironmentOf.Name] = environmentOf;
            }

            var options = meta.Count == 0 ? null : new RequestOptions { Meta = meta };
            result = await _mcp.CallToolAsync(tool, given, progress, options, bounded.Token);
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
            throw Plain.OtherVersion(e);
        }
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

        Plain.Dispose();
    }
}
