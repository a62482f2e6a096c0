using System.Globalization;
using System.Text;
using System.Text.Json;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using StataRuns.McpFrontend.Following;
using StataRuns.McpFrontend.Mcp.Arguments;
using StataRuns.McpFrontend.Mcp.Calls;
using StataRuns.McpFrontend.Mcp.Output;
using StataRuns.McpFrontend.Mcp.Snapshots;
using StataRuns.Runs;

namespace StataRuns.McpFrontend.Mcp.Tools;

/// <summary><c>stata_run_output</c>: a page of a log, its last lines, or what a search finds in it.</summary>
internal sealed class RunOutputTool(RunFinder finder, LogReader reader, IHttpContextAccessor http) : StataTool(Shape, Table)
{
    private const int DefaultBytes = 20_000;

    private static readonly Parameter[] Table =
    [
        Parameters.RunId,
        new("offset", ParameterKind.Whole) { Description = "First byte to read or search from; pass next_offset to go on", Default = "0" },
        new("max_bytes", ParameterKind.Whole) { Description = "Longest page in bytes", Default = "20000", Minimum = 1, Maximum = LogReader.LargestPage },
        new("tail_lines", ParameterKind.Whole) { Description = "Return only this many last lines; not with offset or search", Default = "none", Minimum = 1, Maximum = 100_000 },
        new("search", ParameterKind.Text) { Description = "Regular expression: return only lines that match it", Default = "none", LongestBytes = 4096 },
        new("context", ParameterKind.Whole) { Description = "Lines to show before and after each match", Default = "0", Maximum = 50 },
    ];

    private static Tool Shape => new()
    {
        Name = "stata_run_output",
        Title = "Read a run's log",
        Description = "Read the complete log of a run, while it runs or after: a page of it, its last lines, or the lines that match a regular expression.",
        OutputSchema = OutputSchemas.Page,
        Annotations = new() { ReadOnlyHint = true, DestructiveHint = false, IdempotentHint = true, OpenWorldHint = false },
    };

    protected override async Task<CallToolResult> CallAsync(
        CallArguments arguments, RequestContext<CallToolRequestParams> request, CancellationToken cancellation)
    {
        CheckCombination(arguments);
        var id = RunIdOf(arguments);
        if (await finder.FindAsync(id, Caller.Owner(request.User), cancellation) is not { } run)
        {
            return NoSuchRun(id);
        }

        var maxBytes = (int)(arguments.Whole("max_bytes") ?? DefaultBytes);
        var offset = arguments.Whole("offset") ?? 0;
        var page = (arguments.Text("search"), arguments.Whole("tail_lines")) switch
        {
            ({ } pattern, _) => await SearchAsync(run, pattern, offset, (int)(arguments.Whole("context") ?? 0), maxBytes, cancellation),
            (_, { } lines) => await TailAsync(run, (int)lines, maxBytes, cancellation),
            _ => await PageAsync(run, offset, maxBytes, cancellation),
        };
        var result = new CallToolResult
        {
            Content = [new TextContentBlock { Text = page.Matches is null ? Spoken(run, page) : page.Text }],
            StructuredContent = JsonSerializer.SerializeToElement(page, McpJson.Default.PageJson),
            IsError = false,
        };
        Delivery.Expect(http.HttpContext, [run], result);
        return result;
    }

    private static void CheckCombination(CallArguments arguments)
    {
        if (arguments.Has("tail_lines") && (arguments.Has("offset") || arguments.Has("search")))
        {
            throw new WrongArgument("tail_lines goes with neither offset nor search: give one of the three.");
        }

        if (arguments.Has("context") && !arguments.Has("search"))
        {
            throw new WrongArgument("context is the number of lines around each match: it needs search.");
        }
    }

    private async Task<PageJson> PageAsync(RunSnapshot run, long offset, int maxBytes, CancellationToken cancellation)
    {
        // Three bytes more: the character at the edge is taken whole, or left whole.
        var page = await reader.PageAsync(run.RunId, offset, Math.Min(maxBytes + 3, LogReader.LargestPage), cancellation);
        var bytes = page.Bytes[..Math.Min(page.Bytes.Length, maxBytes)];
        var unfinished = Utf8Cut.Unfinished(bytes.Span);
        if (unfinished > 0 && unfinished == bytes.Length && page.Bytes.Length > bytes.Length)
        {
            bytes = page.Bytes[..Math.Min(page.Bytes.Length, maxBytes + 3)]; // a page shorter than its first character
            unfinished = Utf8Cut.Unfinished(bytes.Span);
        }

        // What a finished log ends with is shown, whole or not: nothing will complete it.
        var isEnd = page.Offset + bytes.Length >= page.TotalBytes && run.Status.IsFinal() && page.End;
        bytes = isEnd ? bytes : bytes[..^unfinished];
        var start = Math.Min(page.Offset, page.TotalBytes);
        var truncated = start + bytes.Length < page.TotalBytes || PartialLog.Is(run, page.End);
        var wrapper = await WrapperLines.FindAsync(reader, run.RunId, page.TotalBytes, cancellation);
        return Page(run, Utf8Cut.Decode(wrapper.Without(bytes, start).Span), start, start + bytes.Length, page.TotalBytes, truncated, null);
    }

    private async Task<PageJson> TailAsync(RunSnapshot run, int lines, int maxBytes, CancellationToken cancellation)
    {
        var tail = await new LogTail(reader).ReadAsync(run.RunId, lines, maxBytes, cancellation);
        return Page(run, Utf8Cut.Decode(tail.Bytes.Span), tail.Offset, tail.Total, tail.Total, PartialLog.Is(run, tail.IsWhole), null);
    }

    private async Task<PageJson> SearchAsync(
        RunSnapshot run, string search, long offset, int context, int maxBytes, CancellationToken cancellation)
    {
        var pattern = LogSearch.Pattern(search);
        var found = await new LogSearch(reader).FindAsync(run.RunId, pattern, offset, context, maxBytes, cancellation);
        var isPartial = !found.Truncated && PartialLog.Is(run, found.IsWhole);
        var text = isPartial ? $"{Lines(found)} But {PartialLog.Words(run.RunId, found.TotalBytes)}." : Lines(found);
        return Page(run, text, Math.Min(offset, found.TotalBytes), found.NextOffset, found.TotalBytes, found.Truncated || isPartial, found.Matches);
    }

    /// <summary>The text for clients that read nothing else: it says which bytes these are and how to go on.</summary>
    private static string Spoken(RunSnapshot run, PageJson page)
    {
        var goOn = page switch
        {
            { NextOffset: var next, TotalBytes: var total } when next < total => $"; go on with offset {next}",
            { Truncated: true } => $"; {PartialLog.Words(run.RunId, page.TotalBytes)}",
            _ when run.Status.IsFinal() => "; this is the end",
            _ when run.Status is RunStatus.Unreachable => $"; its host {run.RunId.Host} does not answer, more may come at offset {page.NextOffset} when it answers again",
            _ => $"; the run goes on, more may come at offset {page.NextOffset}",
        };
        return $"{page.Text.TrimEnd('\n')}\n[bytes {page.Offset} to {page.NextOffset} of {page.TotalBytes}{goOn}]".TrimStart('\n');
    }

    private static PageJson Page(
        RunSnapshot run, string text, long offset, long next, long total, bool truncated, IReadOnlyList<MatchJson>? matches) =>
        new(run.RunId.Text, run.Status.Word(), text, offset, next, total, truncated, matches);

    private static string Lines(SearchResult found)
    {
        var text = new StringBuilder();
        foreach (var match in found.Matches)
        {
            foreach (var before in match.Before)
            {
                text.Append("    ").Append(before).Append('\n');
            }

            var place = match.Line is { } line
                ? string.Create(CultureInfo.InvariantCulture, $"line {line}: ")
                : string.Create(CultureInfo.InvariantCulture, $"offset {match.Offset}: ");
            text.Append(place).Append(match.Text).Append('\n');
            foreach (var after in match.After)
            {
                text.Append("    ").Append(after).Append('\n');
            }
        }

        text.Append(found.Matches.Count switch
        {
            0 => "No line matches",
            1 => "1 line matches",
            var count => $"{count} lines match",
        });
        text.Append(found.Truncated
            ? string.Create(CultureInfo.InvariantCulture, $" up to offset {found.NextOffset} of {found.TotalBytes}; go on with offset {found.NextOffset}.")
            : ".");
        return text.ToString();
    }
}
