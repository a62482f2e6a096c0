using System.Globalization;
using System.Text;
using StataRuns.Runs;

namespace StataRuns.McpFrontend.Mcp.Output;

/// <summary>What is read of a log to make a compact text of it: all of it, or its head and its end.</summary>
/// <param name="RunId">Whose log.</param>
/// <param name="Offset">First byte of the head.</param>
/// <param name="Head">The bytes from there on.</param>
/// <param name="TailOffset">First byte of the tail.</param>
/// <param name="Tail">The log's last bytes; empty if the head is all.</param>
/// <param name="End">The byte behind the last.</param>
internal sealed record CompactPage(RunId RunId, long Offset, ReadOnlyMemory<byte> Head, long TailOffset, ReadOnlyMemory<byte> Tail, long End);

/// <summary>The one place where a log becomes its compact text.</summary>
internal static class Compaction
{
    /// <summary>Shortens a log to a number of characters: head and end are kept, and what is left out is said.</summary>
    public static (string Text, bool Truncated) Shorten(CompactPage page, int maxChars)
    {
        var head = Utf8Cut.Decode(page.Head.Span);
        if (page.Tail.IsEmpty)
        {
            return head.Length <= maxChars ? (head, false) : (Ends(head, head, null, page, maxChars), true);
        }

        var tail = Utf8Cut.Decode(page.Tail.Span[Utf8Cut.Continuation(page.Tail.Span)..]);
        return (Ends(head, tail, page.TailOffset - page.Offset - page.Head.Length, page, maxChars), true);
    }

    /// <summary>A third of the room for the head, the rest for the end, where results and errors stand; both at line ends.</summary>
    private static string Ends(string head, string tail, long? unreadBytes, CompactPage page, int maxChars)
    {
        var first = Math.Min(maxChars / 3, head.Length);
        var cut = head.LastIndexOf('\n', Math.Max(0, first - 1));
        var start = head[..(cut > 0 ? cut + 1 : first)];

        var last = Math.Min(maxChars - start.Length, tail.Length);
        var begin = tail.IndexOf('\n', tail.Length - last);
        var end = tail[(begin >= 0 && begin < tail.Length - 1 ? begin + 1 : tail.Length - last)..];

        var left = new StringBuilder("[left out here: ");
        left.Append(unreadBytes is { } bytes
            ? string.Create(CultureInfo.InvariantCulture, $"some {bytes + page.Head.Length + page.Tail.Length - Encoding.UTF8.GetByteCount(start) - Encoding.UTF8.GetByteCount(end):N0} bytes")
            : string.Create(CultureInfo.InvariantCulture, $"{head.Length - start.Length - end.Length:N0} characters"));
        left.Append(CultureInfo.InvariantCulture, $"; read them with stata_run_output, run_id {page.RunId}, offset {page.Offset + Encoding.UTF8.GetByteCount(start)}]");
        return $"{start}{left}\n{end}";
    }
}
