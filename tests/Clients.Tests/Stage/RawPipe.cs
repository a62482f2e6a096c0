using System.Diagnostics;
using System.Text.Json;
using StataRuns.Clients.Tests.Clients;

namespace StataRuns.Clients.Tests.Stage;

/// <summary>The program on a pipe, with no client between: each line that it writes has to be a message.</summary>
internal sealed class RawPipe : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly List<JsonElement> _messages = [];
    private readonly List<string> _strange = [];
    private readonly Process _process;
    private readonly Task<string> _error;
    private readonly Task _reading;

    private RawPipe(Process process, bool reads)
    {
        _process = process;
        _error = process.StandardError.ReadToEndAsync(CancellationToken.None);
        _reading = reads ? ReadAsync() : Task.CompletedTask;
    }

    /// <summary>All that came.</summary>
    public IReadOnlyList<JsonElement> Messages
    {
        get
        {
            lock (_lock)
            {
                return [.. _messages];
            }
        }
    }

    /// <summary>Our end of what it writes.</summary>
    public Stream Output => _process.StandardOutput.BaseStream;

    /// <summary>Starts it.</summary>
    /// <param name="place">Where.</param>
    /// <param name="reads">Somebody reads what it writes.</param>
    /// <param name="more">More arguments.</param>
    public static RawPipe Open(Place place, bool reads = true, params string[] more) => OpenWith(place, [], reads, more);

    /// <summary>The same, with variables in its environment.</summary>
    public static RawPipe OpenWith(Place place, IEnumerable<(string Name, string Value)> variables, bool reads = true, params string[] more)
    {
        var start = new ProcessStartInfo(Built.Program, [.. place.StdioArguments, .. more])
        {
            WorkingDirectory = place.Folder.Work,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        return new(Process.Start(start)!, reads);
    }

    public static string Initialize(string id = "0", string revision = "2025-11-25") =>
        $$$"""{"jsonrpc":"2.0","id":{{{id}}},"method":"initialize","params":{"protocolVersion":"{{{revision}}}","capabilities":{},"clientInfo":{"name":"raw","version":"1"} } }""";

    public static string Initialized => """{"jsonrpc":"2.0","method":"notifications/initialized"}""";

    /// <summary>A tool's call; its progress token is its id.</summary>
    public static string CallOf(string id, string tool, object arguments) => CallOf(id, tool, arguments, $$""", "_meta":{"progressToken":{{id}} }""");

    /// <summary>A tool's call that wants no progress: its answer is all that comes.</summary>
    public static string QuietCallOf(string id, string tool, object arguments) => CallOf(id, tool, arguments, "");

    public void Send(string line)
    {
        _process.StandardInput.Write(line + "\n");
        _process.StandardInput.Flush();
    }

    /// <summary>Begins a session of the initialize era.</summary>
    public async Task BeginAsync()
    {
        Send(Initialize());
        await AnswerAsync("0");
        Send(Initialized);
    }

    /// <summary>Calls a tool and waits for its result.</summary>
    public async Task<ToolAnswer> CallAsync(string id, string tool, object arguments)
    {
        Send(CallOf(id, tool, arguments));
        return await ResultAsync(id);
    }

    /// <summary>Waits for the result of a tool's call.</summary>
    public async Task<ToolAnswer> ResultAsync(string id) => new((await AnswerAsync(id)).GetProperty("result"));

    /// <summary>Waits for the answer with an id, as it is written.</summary>
    public async Task<JsonElement> AnswerAsync(string id)
    {
        await Eventually.TrueAsync(() => Answers(id).Count > 0, $"{id} is answered", seconds: 50);
        return Assert.Single(Answers(id));
    }

    /// <summary>All answers with an id, as it is written.</summary>
    public IReadOnlyList<JsonElement> Answers(string id) =>
        Messages.Where(message => !message.TryGetProperty("method", out _) && message.GetProperty("id").GetRawText() == id).ToList();

    /// <summary>The progress told of a call.</summary>
    public ProgressSeen Progress(string id)
    {
        var seen = new ProgressSeen(keepsOrder: true);
        foreach (var message in Messages.Where(message => message.TryGetProperty("method", out var method) && method.ValueEquals("notifications/progress")))
        {
            if (message.GetProperty("params").GetProperty("progressToken").GetRawText() == id)
            {
                seen.Add(message.GetProperty("params"));
            }
        }

        return seen;
    }

    /// <summary>Closes its standard input and waits for its end.</summary>
    public async Task<(int Code, string Error, TimeSpan Took)> CloseAsync()
    {
        var closed = Stopwatch.StartNew();
        _process.StandardInput.Close();
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        var took = closed.Elapsed;
        await _reading;
        return (_process.ExitCode, await _error, took);
    }

    /// <summary>Both ends of ours go at once, as they do when a client is killed.</summary>
    public void DieAsItsClient()
    {
        _process.StandardOutput.Close();
        _process.StandardInput.Close();
    }

    public Task EndedAsync() => _process.WaitForExitAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        await _reading;
        _process.Dispose();
        Assert.Empty(_strange);
    }

    private static string CallOf(string id, string tool, object arguments, string meta) =>
        $$$"""{"jsonrpc":"2.0","id":{{{id}}},"method":"tools/call","params":{"name":"{{{tool}}}","arguments":{{{JsonSerializer.Serialize(arguments)}}}{{{meta}}} } }""";

    private async Task ReadAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync(CancellationToken.None) is { } line)
        {
            var message = TryParse(line);
            lock (_lock)
            {
                if (message is { } one)
                {
                    _messages.Add(one);
                }
                else
                {
                    _strange.Add(line);
                }
            }
        }
    }

    private static JsonElement? TryParse(string line)
    {
        try
        {
            var message = JsonElement.Parse(line);
            return message.ValueKind is JsonValueKind.Object && message.GetProperty("jsonrpc").ValueEquals("2.0") ? message : null;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException)
        {
            return null;
        }
    }
}
