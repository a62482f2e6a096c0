using System.Globalization;
using System.Text.Json.Serialization;
using StataRuns.Runs;

namespace StataRuns.McpFrontend.Mcp.Snapshots;

/// <summary>
/// A run in <c>stata_run_list</c>: enough to choose it by, and only the members that apply, since a model reads twenty of them at a time.
/// <c>stata_run_status</c> has the rest.
/// </summary>
internal sealed record RowJson
{
    // Twenty rows are to stay below 1 500 tokens. A search compares the whole texts.
    private const int LongestLabel = 36;
    private const int LongestError = 50;

    public required string RunId { get; init; }
    public required string Status { get; init; }
    public required string FilePath { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Label { get; init; }

    public required string SubmittedAt { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? ElapsedSeconds { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Percent { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? ReturnCode { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Error { get; init; }

    /// <summary>A run's row.</summary>
    public static RowJson Of(RunSnapshot run, DateTimeOffset now) => new()
    {
        RunId = run.RunId.Text,
        Status = run.Status.Word(),
        FilePath = run.FilePath,
        Label = Short(run.Label, LongestLabel),
        SubmittedAt = run.SubmittedAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        ElapsedSeconds = SnapshotJson.Elapsed(run, now) is { } elapsed ? Math.Round(elapsed.TotalSeconds, 1) : null,
        Percent = !run.Status.IsFinal() && run.Progress?.Percent is { } percent ? Math.Round(percent, 1) : null,
        ReturnCode = run.ReturnCode,
        Error = Short(run.Error?.Message, LongestError),
    };

    /// <summary>The same as a line of text.</summary>
    public string Line()
    {
        List<string?> parts =
        [
            RunId,
            Status,
            SubmittedAt,
            ElapsedSeconds is { } elapsed ? HeadLine.Duration(TimeSpan.FromSeconds(elapsed)) : null,
            Percent is { } percent ? string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(percent):0}%") : null,
            FilePath,
            Label,
            ReturnCode is { } code and not 0 ? string.Create(CultureInfo.InvariantCulture, $"r({code})") : null,
            Error,
        ];
        return string.Join(" · ", parts.Where(part => part is not null));
    }

    private static string? Short(string? text, int longest)
    {
        var line = text?.ReplaceLineEndings(" ");
        if (line is null || line.Length <= longest)
        {
            return line;
        }

        var end = char.IsHighSurrogate(line[longest - 2]) ? longest - 2 : longest - 1;
        return $"{line.AsSpan(0, end)}…";
    }
}
