using System.Text.Json;

namespace StataRuns.Clients.Tests.Clients;

/// <summary>A client as a process of its own.</summary>
internal abstract class RealClient : IAsyncDisposable
{
    /// <summary>How long a call may be silent before the client gives it up by itself.</summary>
    public const double UsualSeconds = 60;

    /// <summary>The revision that it agreed on with the service; null if it does not tell.</summary>
    public abstract string? Revision { get; }

    /// <summary>Begins a client.</summary>
    /// <exception cref="CallFailedException">It cannot connect.</exception>
    public static async Task<RealClient> ConnectAsync(Kind kind, Target target) =>
        kind.IsInspector ? new Inspector(kind, target) : await ProgramClient.ConnectAsync(kind, target);

    /// <summary>The names of the service's tools.</summary>
    public abstract Task<IReadOnlyList<string>> ToolsAsync();

    /// <summary>Calls a tool.</summary>
    /// <param name="tool">The tool.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="seconds">How long until the client gives up, from the last progress that it was told.</param>
    public abstract RealCall Call(string tool, Dictionary<string, object> arguments, double seconds = UsualSeconds);

    /// <summary>As <c>kill -9</c> does it.</summary>
    public abstract Task KillAsync();

    public abstract ValueTask DisposeAsync();
}

/// <summary>A tool's call that is under way.</summary>
/// <param name="Answer">The tool's result; throws <see cref="CallFailedException"/> where the client failed.</param>
/// <param name="Progress">What the client was told meanwhile.</param>
/// <param name="Cancel">Takes it back.</param>
internal sealed record RealCall(Task<ToolAnswer> Answer, ProgressSeen Progress, Action Cancel);

/// <summary>A tool's result.</summary>
internal sealed record ToolAnswer(JsonElement Json)
{
    public bool IsError => Json.TryGetProperty("isError", out var isError) && isError.ValueKind is JsonValueKind.True;

    /// <summary>What a model reads.</summary>
    public string Text => Json.GetProperty("content")[0].GetProperty("text").GetString()!;

    /// <summary>What a program reads.</summary>
    public JsonElement Snapshot => Json.TryGetProperty("structuredContent", out var content)
        ? content
        : throw new InvalidOperationException($"There is no snapshot: {Text}");
}

/// <summary>The client says that the call failed.</summary>
internal sealed class CallFailedException(string words) : Exception(words);
