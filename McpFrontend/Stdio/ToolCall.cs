using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using StataRuns.McpFrontend.Mcp.Calls;
using StataRuns.Runs;

namespace StataRuns.McpFrontend.Stdio;

/// <summary>
/// A request as it is asked, and as it is asked again after the connection broke in the middle of it.
/// <para>
/// Nobody knows then how far the first asking came. Everything but a start may simply be asked again. A start is first of
/// all the question which run it made: its progress names the run, and from then on the run is attached to. Before that the
/// same call is repeated under the same key, by which the service knows the run that it made already.
/// </para>
/// </summary>
internal sealed class ToolCall
{
    private const string Attach = "stata_run_attach";

    // Of a tool that starts runs, what an attachment understands too.
    private static readonly string[] Kept = ["wait", "output", "max_output_chars"];

    private static int _tokens;

    private readonly Message _request;
    private readonly string? _tool;
    private readonly string? _ownToken;
    private readonly string? _key;
    private readonly long _begun;
    private readonly TimeProvider _time;
    private readonly IReadOnlyDictionary<string, string>? _variables;
    private bool _isRepeated;

    /// <param name="request">The request.</param>
    /// <param name="time">The clock.</param>
    /// <param name="variables">Variables of the relay's own environment that go with each run; null for none.</param>
    public ToolCall(Message request, TimeProvider time, IReadOnlyDictionary<string, string>? variables = null)
    {
        (_request, _time, _variables) = (request, time, variables);
        _tool = request.Method is "tools/call" ? request.TextAt("params", "name") : null;
        _ownToken = Follows && request.ProgressToken is null
            ? string.Create(CultureInfo.InvariantCulture, $"relay-{Interlocked.Increment(ref _tokens)}")
            : null;
        _key = Starts ? CallKey.New() : null;
        _begun = time.GetTimestamp();
    }

    /// <summary>Does it wait for a run, and tell its progress meanwhile?</summary>
    public bool Follows => Starts || _tool is Attach;

    /// <summary>The run, once it is known.</summary>
    public RunId? Run { get; private set; }

    private bool Starts => _tool is "stata_run_file" or "stata_run_selection";

    /// <summary>What the service is told of it beside the message.</summary>
    public string Relayed => new RelayedCall(_ownToken is not null, _time.GetElapsedTime(_begun)).ToString();

    /// <summary>The message to send now.</summary>
    public Message Ask()
    {
        if (!Follows || (!_isRepeated && !Starts && _ownToken is null))
        {
            return _request;
        }

        var message = RelayJson.Object(_request);
        var parameters = message["params"]!.AsObject();
        var arguments = parameters["arguments"] as JsonObject;
        var meta = parameters["_meta"] as JsonObject ?? [];
        parameters["_meta"] = meta;
        if (_ownToken is not null)
        {
            meta["progressToken"] = _ownToken;
        }

        if (Starts)
        {
            // A client that names its calls itself goes on knowing them by its names.
            meta[CallKey.Name] = CallKey.Of(meta) ?? _key;
            if (arguments is not null && _variables is { Count: > 0 })
            {
                AddVariables(arguments);
            }
        }

        if (_isRepeated && Starts && Run is { } run)
        {
            parameters["name"] = Attach;
            var kept = Kept.Where(name => arguments?[name] is not null).Select(name => KeyValuePair.Create(name, (JsonNode?)arguments![name]!.DeepClone()));
            parameters["arguments"] = arguments = new JsonObject(kept) { ["run_id"] = run.Text };
        }

        if (_isRepeated && arguments?["wait"] is JsonValue wait && wait.TryGetValue<double>(out var seconds))
        {
            arguments["wait"] = Math.Max(0, seconds - _time.GetElapsedTime(_begun).TotalSeconds);
        }

        return RelayJson.Message(message);
    }

    /// <summary>What the call gives itself stays as it is; what is no object is the service's to refuse.</summary>
    private void AddVariables(JsonObject arguments)
    {
        var environment = arguments["environment"] switch
        {
            null => [],
            JsonObject given => given,
            JsonValue text when text.TryGetValue<string>(out var json) => TryParse(json),
            _ => null,
        };
        if (environment is null)
        {
            return;
        }

        foreach (var (name, value) in _variables!)
        {
            environment.TryAdd(name, value);
        }

        arguments["environment"] = environment;
    }

    private static JsonObject? TryParse(string json)
    {
        try
        {
            return JsonNode.Parse(json) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The connection broke: what is asked next is asked for the second time.</summary>
    public void Repeat() => _isRepeated = true;

    /// <summary>A progress notification of this call: it names the run.</summary>
    /// <returns>False if it is none.</returns>
    public bool TakesProgress(Message message)
    {
        if (message.Method is not "notifications/progress" || message.ProgressToken is not { } token
            || token != (_ownToken is null ? _request.ProgressToken : $"\"{_ownToken}\""))
        {
            return false;
        }

        // "RUN_ID · 30% · …"
        var text = message.TextAt("params", "message") ?? "";
        var end = text.IndexOf(' ', StringComparison.Ordinal);
        if (Run is null && RunId.TryParse(end < 0 ? text : text[..end], out var run))
        {
            Run = run;
        }

        return true;
    }

    /// <summary>Does the client want to hear of progress, or only the relay?</summary>
    public bool TellsProgress => _ownToken is null;

    /// <summary>The runs whose final status is in an answer, as the service says.</summary>
    public static IEnumerable<RunId> FinalRuns(Message answer)
    {
        if (answer.At("result", "_meta", Delivery.FinalRuns) is not { ValueKind: JsonValueKind.Array } ids)
        {
            yield break;
        }

        foreach (var id in ids.EnumerateArray())
        {
            if (id.ValueKind is JsonValueKind.String && RunId.TryParse(id.GetString(), out var run))
            {
                yield return run;
            }
        }
    }
}
