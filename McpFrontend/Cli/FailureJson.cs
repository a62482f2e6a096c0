using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace StataRuns.McpFrontend.Cli;

/// <summary>What a verb prints on standard output instead of its answer if it was asked for JSON and cannot give it: one line.</summary>
/// <param name="Error">What is wrong.</param>
internal sealed record FailureJson(FailureDetailJson Error)
{
    /// <summary>The line.</summary>
    public static string Line(string message, int exitCode, IReadOnlyList<ErrorRunJson>? runs = null) =>
        JsonSerializer.Serialize(new FailureJson(new FailureDetailJson(message, exitCode, runs)), ErrorJsonContext.Printed.FailureJson);
}

/// <summary>What is wrong.</summary>
/// <param name="Message">The sentence that a person would read.</param>
/// <param name="ExitCode">What the program exits with.</param>
/// <param name="Runs">The runs that a reference fits, where it fits several.</param>
internal sealed record FailureDetailJson(
    string Message, int ExitCode, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<ErrorRunJson>? Runs);

/// <summary>A run that a reference fits.</summary>
internal sealed record ErrorRunJson(string RunId, string Status, string FilePath);

[JsonSerializable(typeof(FailureJson))]
internal sealed partial class ErrorJsonContext : JsonSerializerContext
{
    /// <summary>On one line, so that it can stand among lines of JSON; names in their own script.</summary>
    public static ErrorJsonContext Printed { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
