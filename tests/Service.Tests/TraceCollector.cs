using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace StataRuns.Service.Tests;

/// <summary>Where a service sends its traces to: it reads the OTLP messages, as far as spans are told in them.</summary>
internal sealed class TraceCollector : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly ConcurrentQueue<Span> _spans = new();

    public TraceCollector()
    {
        Url = $"http://127.0.0.1:{FreePort()}";
        _listener.Prefixes.Add(Url + "/");
        _listener.Start();
        _ = ReceiveAsync();
    }

    public string Url { get; }

    public IReadOnlyCollection<Span> Spans => _spans;

    public Task HasAsync(string name) => Eventually.TrueAsync(() => _spans.Any(span => span.Name == name), $"the span {name} is told");

    public void Dispose() => ((IDisposable)_listener).Dispose();

    private async Task ReceiveAsync()
    {
        try
        {
            while (true)
            {
                var context = await _listener.GetContextAsync();
                using var body = new MemoryStream();
                await context.Request.InputStream.CopyToAsync(body);
                if (context.Request.Url!.AbsolutePath == "/v1/traces")
                {
                    Read(body.ToArray());
                }

                context.Response.Close();
            }
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    /// <summary>Request → resource_spans (1) → scope_spans (2) → spans (2), in the protocol's own numbers.</summary>
    private void Read(ReadOnlySpan<byte> request)
    {
        foreach (var resource in Fields(request, 1))
        {
            foreach (var scope in Fields(resource, 2))
            {
                foreach (var span in Fields(scope, 2))
                {
                    _spans.Enqueue(new Span(
                        Encoding.UTF8.GetString(One(span, 5)), Hex(One(span, 1)), Hex(One(span, 2)), Hex(One(span, 4)), Time(One(span, 7)), Time(One(span, 8))));
                }
            }
        }
    }

    private static byte[] One(ReadOnlySpan<byte> message, int field) => Fields(message, field).FirstOrDefault() ?? [];

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);

    private static DateTimeOffset Time(byte[] bytes) =>
        DateTimeOffset.UnixEpoch.AddTicks((long)(BinaryPrimitives.ReadUInt64LittleEndian(bytes) / 100));

    private static List<byte[]> Fields(ReadOnlySpan<byte> message, int wanted)
    {
        List<byte[]> found = [];
        var at = 0;
        while (at < message.Length)
        {
            var key = Number(message, ref at);
            var length = (key & 7) switch
            {
                1 => 8,
                5 => 4,
                2 => (int)Number(message, ref at),
                _ => 0,
            };
            if ((key & 7) == 0)
            {
                Number(message, ref at);
            }
            else if (key >> 3 == (ulong)wanted)
            {
                found.Add(message.Slice(at, length).ToArray());
            }

            at += length;
        }

        return found;
    }

    private static ulong Number(ReadOnlySpan<byte> message, ref int at)
    {
        ulong value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var part = message[at++];
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
            {
                return value;
            }
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

/// <summary>A span, as it was sent.</summary>
internal sealed record Span(string Name, string Trace, string Id, string Parent, DateTimeOffset From, DateTimeOffset To);
