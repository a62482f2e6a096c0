using System.Globalization;
using StataRuns.Runs;
using StataRuns.Stata;

namespace StataRuns.McpFrontend.Mcp.Output;

/// <summary>What is read of a log to make a compact text of it: all of it, or its head and its end.</summary>
/// <param name="RunId">Whose log.</param>
/// <param name="Offset">First byte of the head.</param>
/// <param name="Head">The bytes from there on.</param>
/// <param name="TailOffset">First byte of the tail.</param>
/// <param name="Tail">The log's last bytes; empty if the head is all.</param>
internal sealed record CompactPage(RunId RunId, long Offset, ReadOnlyMemory<byte> Head, long TailOffset, ReadOnlyMemory<byte> Tail);

/// <summary>The one place where a log becomes its compact text.</summary>
internal static class Compaction
{
    /// <summary>Shortens a log to a number of characters.</summary>
    /// <returns>The text, and whether its size made something be left out: what is dropped as noise does not count.</returns>
    public static (string Text, bool Truncated) Shorten(CompactPage page, int maxChars)
    {
        if (!page.Tail.IsEmpty)
        {
            return (Ends(page, maxChars), true);
        }

        var whole = CompactLog.Compact(page.Head.Span, Options(page, int.MaxValue)).Text;
        return whole.Length <= maxChars
            ? (whole, false)
            : (CompactLog.Compact(page.Head.Span, Options(page, maxChars)).Text, true);
    }

    /// <summary>A third of the room for the head, the rest for the end, where results and errors stand; both of whole lines.</summary>
    private static string Ends(CompactPage page, int maxChars)
    {
        var head = page.Head.Span[..(page.Head.Span.LastIndexOf((byte)'\n') + 1)];
        var cut = page.Tail.Span.IndexOf((byte)'\n') + 1;
        var (from, to) = (page.Offset + head.Length, page.TailOffset + cut);
        var gap = string.Create(
            CultureInfo.InvariantCulture,
            $"[{to - from} bytes are left out here; read them with stata_run_output, run_id {page.RunId}, offset {from}]\n");
        var room = Math.Max(0, maxChars - gap.Length);
        return CompactLog.Compact(head, Options(page, room / 3)).Text
            + gap
            + CompactLog.Compact(page.Tail.Span[cut..], Options(page, room - (room / 3))).Text;
    }

    private static CompactOptions Options(CompactPage page, int maxChars) => new(maxChars, $"stata_run_output, run_id {page.RunId}");
}
