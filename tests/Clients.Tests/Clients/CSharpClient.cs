using System.Collections.Concurrent;
using System.Text.Json;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace StataRuns.Clients.Tests.Clients;

/// <summary>The C# SDK's client as a program, which takes commands and tells events as <c>Programs/program.mjs</c> describes them.</summary>
internal static class CSharpClient
{
    /// <summary>The first argument of a process that is to be this client.</summary>
    public const string Word = "be-the-client";

    private static readonly Lock Turn = new();

    public static async Task<int> RunAsync(string targetJson)
    {
        var target = JsonSerializer.Deserialize<Target>(targetJson, JsonSerializerOptions.Web)!;
        McpClient client;
        try
        {
            client = await McpClient.CreateAsync(
                Transport(target),
                new McpClientOptions
                {
                    ClientInfo = new() { Name = "a-test", Version = "1" },
                    ProtocolVersion = target.Revision,
                    // Its usual 5 s are for a machine that has nothing else to do than to start the service.
                    DiscoverProbeTimeout = Timeout.InfiniteTimeSpan,
                });
        }
        catch (Exception e) when (e is McpException or IOException or HttpRequestException or TimeoutException or OperationCanceledException)
        {
            Tell(new { Event = "failure", Value = e.Message });
            return 1;
        }

        await using (client)
        {
            Tell(new { Event = "connected", Value = client.NegotiatedProtocolVersion });
            var open = new ConcurrentDictionary<int, CancellationTokenSource>();
            while (await Console.In.ReadLineAsync() is { } line)
            {
                var command = JsonSerializer.Deserialize<Command>(line, JsonSerializerOptions.Web)!;
                if (command.Do == "cancel")
                {
                    await open[command.Call].CancelAsync();
                }
                else
                {
                    _ = AnswerAsync(client, command, open);
                }
            }
        }

        return 0;
    }

    private static IClientTransport Transport(Target target) => target.Url is { } url
        ? new HttpClientTransport(new HttpClientTransportOptions
        {
            Endpoint = new Uri(url),
            TransportMode = HttpTransportMode.StreamableHttp,
            AdditionalHeaders = target.Headers,
        })
        : new StdioClientTransport(new StdioClientTransportOptions
        {
            Command = target.Command!,
            Arguments = [.. target.Arguments!],
            WorkingDirectory = target.Directory,
        });

    private static async Task AnswerAsync(McpClient client, Command command, ConcurrentDictionary<int, CancellationTokenSource> open)
    {
        using var end = new CancellationTokenSource();
        open[command.Id] = end;
        try
        {
            object value;
            if (command.Do == "tools")
            {
                value = (await client.ListToolsAsync(cancellationToken: end.Token)).Select(tool => tool.Name);
            }
            else
            {
                // The SDK has no limit of its own for a call; this is the npm clients'.
                var patience = TimeSpan.FromSeconds(command.Seconds);
                end.CancelAfter(patience);
                var arguments = command.Arguments!.ToDictionary(argument => argument.Key, argument => (object?)argument.Value);
                value = JsonSerializer.SerializeToElement(
                    await client.CallToolAsync(command.Tool!, arguments, new Told(command.Id, () => end.CancelAfter(patience)), cancellationToken: end.Token),
                    McpJsonUtilities.DefaultOptions);
            }

            Tell(new { command.Id, Event = "result", Value = value });
        }
        catch (Exception e) when (e is McpException or IOException or HttpRequestException or TimeoutException or OperationCanceledException or InvalidOperationException)
        {
            Tell(new { command.Id, Event = "failure", Value = e.Message });
        }
        finally
        {
            open.TryRemove(command.Id, out _);
        }
    }

    private static void Tell(object happened)
    {
        var line = JsonSerializer.Serialize(happened, JsonSerializerOptions.Web);
        lock (Turn)
        {
            Console.Out.WriteLine(line);
            Console.Out.Flush();
        }
    }

    private sealed class Told(int id, Action told) : IProgress<ProgressNotificationValue>
    {
        public void Report(ProgressNotificationValue value)
        {
            told();
            Tell(new { Id = id, Event = "progress", Value = new { value.Progress, value.Total, value.Message } });
        }
    }

    private sealed record Command(int Id, string Do, string? Tool, Dictionary<string, JsonElement>? Arguments, double Seconds, int Call);
}
