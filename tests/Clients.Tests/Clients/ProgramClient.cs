using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;

namespace StataRuns.Clients.Tests.Clients;

/// <summary>A client that stays connected: a program that takes commands and tells events, as <c>Programs/program.mjs</c> describes them.</summary>
internal sealed class ProgramClient : RealClient
{
    private readonly Kind _kind;
    private readonly Process _process;
    private readonly TaskCompletionSource<string> _connected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentDictionary<int, (TaskCompletionSource<JsonElement> Answer, ProgressSeen Progress)> _open = new();
    private readonly Lock _turn = new();
    private readonly Task<string> _error;
    private readonly Task _reading;
    private int _lastId;

    private ProgramClient(Kind kind, Process process)
    {
        _kind = kind;
        _process = process;
        _error = process.StandardError.ReadToEndAsync(CancellationToken.None);
        _reading = ReadAsync();
    }

    public override string? Revision => _connected.Task.Result;

    public static new async Task<RealClient> ConnectAsync(Kind kind, Target target)
    {
        var json = JsonSerializer.Serialize(target with { Revision = kind.Asks }, JsonSerializerOptions.Web);
        string[] command = kind.Program is { } program
            ? [NodePrograms.Node, Path.Combine(NodePrograms.Folder, program), json]
            : [Environment.ProcessPath!, CSharpClient.Word, json];
        var client = new ProgramClient(kind, Process.Start(new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!);
        try
        {
            await client._connected.Task.WaitAsync(TestContext.Current.CancellationToken);
            return client;
        }
        catch
        {
            await client.KillAsync();
            throw;
        }
    }

    public override async Task<IReadOnlyList<string>> ToolsAsync()
    {
        var (_, answer, _) = Send(id => new { Id = id, Do = "tools" });
        return (await answer.WaitAsync(TestContext.Current.CancellationToken)).EnumerateArray().Select(name => name.GetString()!).ToList();
    }

    public override RealCall Call(string tool, Dictionary<string, object> arguments, double seconds = UsualSeconds)
    {
        var (id, answer, progress) = Send(id => new { Id = id, Do = "call", Tool = tool, Arguments = arguments, Seconds = seconds });
        return new RealCall(AnsweredAsync(answer), progress, () => Write(new { Id = 0, Do = "cancel", Call = id }));

        static async Task<ToolAnswer> AnsweredAsync(Task<JsonElement> answer) => new(await answer.WaitAsync(TestContext.Current.CancellationToken));
    }

    public override async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
    }

    public override async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.StandardInput.Close();
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
            await _process.WaitForExitAsync(patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        if (!_process.HasExited)
        {
            await KillAsync();
            Assert.Fail("The client did not end within 10 s of being told to.");
        }

        await _reading;
        _process.Dispose();
    }

    private (int Id, Task<JsonElement> Answer, ProgressSeen Progress) Send(Func<int, object> command)
    {
        var id = Interlocked.Increment(ref _lastId);
        var (answer, progress) = (new TaskCompletionSource<JsonElement>(TaskCreationOptions.RunContinuationsAsynchronously), new ProgressSeen(_kind.KeepsOrder));
        _open[id] = (answer, progress);
        Write(command(id));
        return (id, answer.Task, progress);
    }

    private void Write(object command)
    {
        var line = JsonSerializer.Serialize(command, JsonSerializerOptions.Web);
        lock (_turn)
        {
            _process.StandardInput.WriteLine(line);
            _process.StandardInput.Flush();
        }
    }

    private async Task ReadAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync(CancellationToken.None) is { } line)
        {
            var told = JsonElement.Parse(line);
            var value = told.TryGetProperty("value", out var given) ? given : default;
            var call = told.TryGetProperty("id", out var id) ? _open[id.GetInt32()] : default;
            switch (told.GetProperty("event").GetString())
            {
                case "connected":
                    _connected.TrySetResult(value.ToString());
                    break;
                case "progress":
                    call.Progress.Add(value);
                    break;
                case "result":
                    call.Answer.TrySetResult(value);
                    break;
                case "failure" when call.Answer is null:
                    _connected.TrySetException(new CallFailedException(value.ToString()));
                    break;
                case "failure":
                    call.Answer.TrySetException(new CallFailedException(value.ToString()));
                    break;
                case var other:
                    throw new InvalidOperationException($"The client's program told of \"{other}\", which nobody knows.");
            }
        }

        var gone = new CallFailedException($"The client's process has ended. {await _error}");
        _connected.TrySetException(gone);
        foreach (var (answer, _) in _open.Values)
        {
            answer.TrySetException(gone);
            _ = answer.Task.Exception; // a killed client's calls are nobody's to await
        }
    }
}
