using System.Net.Sockets;
using System.Text.Json;
using StataRuns.Runner.Protocol;

namespace StataRuns.Runner.Tests.Stage;

/// <summary>What a service is to a runner: somebody at the other end of the control socket.</summary>
internal sealed class ControlClient : IDisposable
{
    private readonly NetworkStream _stream;
    private readonly StreamReader _reader;

    private ControlClient(Socket socket)
    {
        _stream = new NetworkStream(socket, ownsSocket: true);
        _reader = new StreamReader(_stream);
    }

    /// <summary>Connects as soon as somebody listens.</summary>
    public static async Task<ControlClient> ConnectAsync(Scene scene) =>
        await Eventually.NotNullAsync(() => TryConnect(scene.Job.ControlSocket), "the runner listens");

    public static ControlClient? TryConnect(string path)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(path));
            return new ControlClient(socket);
        }
        catch (SocketException)
        {
            socket.Dispose();
            return null;
        }
    }

    /// <summary>The next event; null at the end of the stream.</summary>
    public async Task<ControlEvent?> ReadAsync()
    {
        try
        {
            return await _reader.ReadLineAsync(TestContext.Current.CancellationToken) is { } line
                ? JsonSerializer.Deserialize(line, RunnerJson.Default.ControlEvent)
                : null;
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>Reads until this has happened, and returns it.</summary>
    public async Task<ControlEvent> ReadUntilAsync(ControlEventKind kind)
    {
        while (await ReadAsync() is { } said)
        {
            if (said.Kind == kind)
            {
                return said;
            }
        }

        Assert.Fail($"The runner hung up before it said {kind}.");
        return null;
    }

    /// <summary>Reads until it's told which process it is: in the greeting, or when it's started.</summary>
    public async Task<ProcessRecord> ReadProcessAsync()
    {
        ControlEvent? said;
        do
        {
            said = await ReadAsync();
            Assert.NotNull(said);
        }
        while (said.Process is null);
        return said.Process;
    }

    public Task StopAsync() => SendAsync("""{"kind":"stop"}""" + "\n");

    public async Task SendAsync(string text) =>
        await _stream.WriteAsync(System.Text.Encoding.UTF8.GetBytes(text), TestContext.Current.CancellationToken);

    public void Dispose()
    {
        _reader.Dispose();
        _stream.Dispose();
    }
}
