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
    private static readonly Parameter[] Table =
    [
        new("status", ParameterKind.Text) { Choices = [.. Enum.GetValues<RunStatus>().Select(status => status.Word())] },
        new("file_path", ParameterKind.Path),
        new("since", ParameterKind.Text) { Description = "ISO 8601 time", LongestBytes = 64 },
        new("limit", ParameterKind.Whole) { Minimum = 1, Maximum = 200 },
        new("cursor", ParameterKind.Text) { Description = "next_cursor of the page before", LongestBytes = 1024 },
    ];

    private static Tool Shape => new()
    {
        Name = "stata_run_list",
        Title = "List runs",
        Description = "Runs, newest first.",
        OutputSchema = OutputSchemas.List,
        Annotations = new() { ReadOnlyHint = true, DestructiveHint = false, IdempotentHint = true, OpenWorldHint = false },
    };

    protected override async Task<CallToolResult> CallAsync(
        CallArguments arguments, RequestContext<CallToolRequestParams> request, CancellationToken cancellation)
    {
        var filter = new RunFilter
        {
            Owner = Caller.Owner(request.User),
            Statuses = arguments.Text("status") is { } word && RunTransitions.Parse(word) is { } status ? [status] : null,
            FilePath = arguments.Text("file_path"),
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
            throw new WrongArgument("cursor is none that was given out: take next_cursor of the page before, or leave it out for the newest runs.");
        }

        var now = time.GetUtcNow();
        var json = new ListJson(Lines(page, now), [.. page.Runs.Select(run => SnapshotJson.Of(run, now))], page.NextCursor);
        var result = new CallToolResult
        {
            Content = [new TextContentBlock { Text = json.Text }],
            StructuredContent = JsonSerializer.SerializeToElement(json, McpJson.Default.ListJson),
            IsError = false,
        };
        Delivery.Expect(http.HttpContext, page.Runs, result);
        return result;
    }

    private static DateTimeOffset Time(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : throw new WrongArgument($"since is \"{text}\": it is a time, such as 2026-11-23T20:00:00Z.");

    private static string Lines(RunList page, DateTimeOffset now)
    {
        if (page.Runs.Count == 0)
        {
            return "No runs.";
        }

        var text = new StringBuilder();
        foreach (var run in page.Runs)
        {
            var lasted = SnapshotJson.Elapsed(run, now) is { } elapsed ? $" · {HeadLine.Duration(elapsed)}" : "";
            var label = run.Label is { } name ? $" · {name}" : "";
            var error = run.Error is { } problem ? $" · {problem.Message.ReplaceLineEndings(" ")}" : "";
            text.Append(CultureInfo.InvariantCulture, $"{run.RunId} · {run.Status.Word()} · {SnapshotJson.Time(run.SubmittedAt)}{lasted} · {run.FilePath}{label}{error}\n");
        }

        text.Append(page.NextCursor is { } cursor ? $"More: call again with cursor \"{cursor}\"." : "");
        return text.ToString().TrimEnd('\n');
    }
}
