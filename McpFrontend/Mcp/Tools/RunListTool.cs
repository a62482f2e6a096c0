using System.Globalization;
using System.Text;
using System.Text.Json;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using StataRuns.McpFrontend.Following;
using StataRuns.McpFrontend.Mcp.Arguments;
using StataRuns.McpFrontend.Mcp.Calls;
using StataRuns.McpFrontend.Mcp.Snapshots;
using StataRuns.Runs;
using StataRuns.Storage;

namespace StataRuns.McpFrontend.Mcp.Tools;

/// <summary><c>stata_run_list</c>: the owner's runs, newest first.</summary>
internal sealed class RunListTool(RunFinder finder, IHttpContextAccessor http, TimeProvider time) : StataTool(Shape, Table)
{
    private const string Active = "active";

    private static readonly Parameter[] Table =
    [
        new("status", ParameterKind.Text)
        {
            Description = "Only runs with this status; active means every run that has not ended",
            Default = "any",
            Choices = [Active, .. Enum.GetValues<RunStatus>().Select(status => status.Word())],
        },
        new("file_path", ParameterKind.PathOrName) { Description = "Only runs of this do-file: its absolute path, or its name for any folder", Default = "any" },
        new("search", ParameterKind.Text) { Description = "Only runs that have all these words in path, label or error message", Default = "none", LongestBytes = 1024 },
        new("since", ParameterKind.Text) { Description = "Only runs submitted at or after this ISO 8601 time", Default = "any", LongestBytes = 64 },
        new("limit", ParameterKind.Whole) { Description = "Most runs to return", Default = "20", Minimum = 1, Maximum = 200 },
        new("cursor", ParameterKind.Text) { Description = "next_cursor of the last answer, for older runs", Default = "the newest runs", LongestBytes = 1024 },
    ];

    private static Tool Shape => new()
    {
        Name = "stata_run_list",
        Title = "List runs",
        Description = "Find runs, newest first: by status, do-file or words. A row is short; stata_run_status has all of a run, stata_run_attach waits for it.",
        OutputSchema = OutputSchemas.List,
        Annotations = new() { ReadOnlyHint = true, DestructiveHint = false, IdempotentHint = true, OpenWorldHint = false },
    };

    protected override async Task<CallToolResult> CallAsync(
        CallArguments arguments, RequestContext<CallToolRequestParams> request, CancellationToken cancellation)
    {
        var file = arguments.Text("file_path");
        var isName = file is not null && !Path.IsPathFullyQualified(file);
        var filter = new RunFilter
        {
            Owner = Caller.Owner(request.User),
            Statuses = arguments.Text("status") is { } word ? Statuses(word) : null,
            FilePath = isName ? null : file,
            FileName = isName ? file : null,
            Words = arguments.Text("search")?.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) ?? [],
            Since = arguments.Text("since") is { } since ? Time(since) : null,
            Limit = (int)(arguments.Whole("limit") ?? 20),
            Cursor = arguments.Text("cursor"),
        };

        RunList page;
        try
        {
            page = await finder.ListAsync(filter, cancellation);
        }
        catch (FormatException)
        {
            throw new WrongArgument("cursor is not valid: take next_cursor of the page before, or leave it out for the newest runs.");
        }

        var now = time.GetUtcNow();
        var rows = new RowsJson([.. page.Runs.Select(run => RowJson.Of(run, now))], page.NextCursor, Note(page, filter));
        var text = Text(rows);
        var result = new CallToolResult
        {
            Content = [new TextContentBlock { Text = text }],
            StructuredContent = JsonSerializer.SerializeToElement(rows, McpJson.Default.RowsJson),
            IsError = false,
        };
        Delivery.Expect(http.HttpContext, page.Runs, atLeastBytes: text.Length + result.StructuredContent.Value.GetRawText().Length);
        return result;
    }

    private static RunStatus[] Statuses(string word) =>
        word == Active ? [.. Enum.GetValues<RunStatus>().Where(status => !status.IsFinal())]
        : RunTransitions.Parse(word) is { } status ? [status]
        : [];

    private static string? Note(RunList page, RunFilter filter) => page.SearchedTo is { } oldest
        ? string.Create(CultureInfo.InvariantCulture, $"Searched {filter.Look:N0} runs, back to {SnapshotJson.Time(oldest)}. To search older runs call again with the cursor.")
        : null;

    private static DateTimeOffset Time(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : throw new WrongArgument($"since is \"{text}\": it is a time, such as 2026-11-23T20:00:00Z.");

    private static string Text(RowsJson rows)
    {
        var text = new StringBuilder();
        foreach (var row in rows.Runs)
        {
            text.Append(row.Line()).Append('\n');
        }

        text.Append(rows.Runs.Count == 0 ? "No runs.\n" : "");
        text.Append(rows.Note is { } note ? $"{note}\n" : "");
        text.Append(rows.NextCursor is { } cursor ? $"More: call again with cursor \"{cursor}\"." : "");
        return text.ToString().TrimEnd('\n');
    }
}
