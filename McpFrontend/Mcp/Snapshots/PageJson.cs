using System.Text.Json.Serialization;

namespace StataRuns.McpFrontend.Mcp.Snapshots;

/// <summary>A page of a log, as <c>stata_run_output</c> answers it.</summary>
internal sealed record PageJson(
    string RunId, string Status, string Text, long Offset, long NextOffset, long TotalBytes, bool Truncated, IReadOnlyList<MatchJson>? Matches);

/// <summary>A line that a search found.</summary>
/// <param name="Line">Its number in the log, from 1; null where counting would have meant to read too much.</param>
/// <param name="Offset">Its first byte.</param>
/// <param name="Text">The line.</param>
/// <param name="Before">Lines before it.</param>
/// <param name="After">Lines behind it.</param>
internal sealed record MatchJson(long? Line, long Offset, string Text, IReadOnlyList<string> Before, IReadOnlyList<string> After);

/// <summary>A page of runs.</summary>
internal sealed record ListJson(string Text, IReadOnlyList<SnapshotJson> Runs, string? NextCursor);

/// <summary>A page of runs, as <c>stata_run_list</c> answers it.</summary>
/// <param name="Runs">The runs.</param>
/// <param name="NextCursor">Where the next page begins; null when this was the last.</param>
/// <param name="Note">How far a search went, where it did not compare all runs.</param>
internal sealed record RowsJson(
    IReadOnlyList<RowJson> Runs, string? NextCursor, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Note);

/// <summary>The newest runs by name.</summary>
internal sealed record NamesJson(IReadOnlyList<NameJson> Runs);

/// <summary>A run by name, without how it stands.</summary>
internal sealed record NameJson(string RunId, string FilePath);

/// <summary>Where in a log something begins.</summary>
internal sealed record PositionJson(long Offset, long TotalBytes);

/// <summary>A text that was kept as a do-file.</summary>
internal sealed record StoredJson(string FilePath);
