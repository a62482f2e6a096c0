using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using StataRuns.McpFrontend.Mcp.Arguments;
using StataRuns.McpFrontend.Mcp.Snapshots;
using StataRuns.Runs;

namespace StataRuns.McpFrontend.Mcp.Output;

/// <summary>What a search found, and where the next one goes on.</summary>
internal sealed record SearchResult(IReadOnlyList<MatchJson> Matches, long NextOffset, long TotalBytes, bool Truncated)
{
    /// <summary>No byte will ever come behind the log's size.</summary>
    public bool IsWhole { get; init; }
}

/// <summary>
/// Searches a log line by line while it is read page by page: memory stays flat, whatever the log's size. It ends at the
/// log's end, when enough was found, or when its time is over, and says where to go on.
/// </summary>
internal sealed class LogSearch(LogReader reader)
{
    private const int PageBytes = 256 * 1024;
    private const int LongestLine = 64 * 1024;
    private const int LongestShown = 1000;

    // Beyond this, counting the lines before the offset would read more than the search itself.
    private const long LongestCount = 64L * 1024 * 1024;

    private static readonly TimeSpan LongestSearch = TimeSpan.FromSeconds(20);

    /// <summary>Makes a pattern that cannot run away.</summary>
    /// <exception cref="WrongArgument">It is no regular expression.</exception>
    public static Regex Pattern(string pattern)
    {
        try
        {
            return new Regex(pattern, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
        }
        catch (NotSupportedException)
        {
            // Look-arounds and back-references need backtracking: allowed, with a bound for each line.
            return new Regex(pattern, RegexOptions.CultureInvariant, TimeSpan.FromMilliseconds(250));
        }
        catch (RegexParseException e)
        {
            throw new WrongArgument($"search is no regular expression: {e.Message} Escape special characters with a backslash, such as r\\(111\\).");
        }
    }

    /// <summary>Searches from an offset on.</summary>
    /// <exception cref="WrongArgument">The pattern takes too long on one line.</exception>
    /// <exception cref="LogUnavailable">The log cannot be read now.</exception>
    public async Task<SearchResult> FindAsync(RunId id, Regex pattern, long from, int context, int maxBytes, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        long? line = from switch
        {
            0 => 1,
            <= LongestCount => 1 + await LinesBeforeAsync(id, from, cancellation),
            _ => null,
        };
        var (total, _) = await reader.ExtentAsync(id, cancellation);
        var wrapper = await WrapperLines.FindAsync(reader, id, total, cancellation);
        var found = new Findings(context, maxBytes);
        var pending = new List<byte>();
        var (offset, lineAt) = (from, from);
        while (true)
        {
            var page = await reader.PageAsync(id, offset, PageBytes, cancellation);
            var rest = page.Bytes;
            while (rest.Span.IndexOf((byte)'\n') is var end and >= 0)
            {
                pending.AddRange(rest.Span[..end]);
                rest = rest[(end + 1)..];
                Look(pattern, found, pending, line, lineAt, wrapper);
                (line, lineAt) = (line + 1, page.NextOffset - rest.Length);
                if (found.IsFull || clock.Elapsed > LongestSearch)
                {
                    return found.Result(lineAt, page.TotalBytes, truncated: true);
                }
            }

            pending.AddRange(rest.Span[..Math.Min(rest.Length, Math.Max(0, LongestLine - pending.Count))]);
            offset = page.NextOffset;
            if (page.Bytes.IsEmpty || offset >= page.TotalBytes)
            {
                if (pending.Count > 0)
                {
                    Look(pattern, found, pending, line, lineAt, wrapper);
                }

                return found.Result(offset, page.TotalBytes, truncated: false) with { IsWhole = page.End };
            }

            if (clock.Elapsed > LongestSearch)
            {
                // A line longer than the search's time is left behind, or the next search would begin with it again.
                return found.Result(lineAt > from ? lineAt : offset, page.TotalBytes, truncated: true);
            }
        }
    }

    private static void Look(Regex pattern, Findings found, List<byte> pending, long? line, long at, WrapperLines wrapper)
    {
        if (wrapper.Hold(at))
        {
            pending.Clear();
            return;
        }

        var bytes = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(pending);
        var text = Encoding.UTF8.GetString(bytes[..Math.Min(bytes.Length, LongestLine)]).TrimEnd('\r');
        try
        {
            found.Add(line, at, text.Length <= LongestShown ? text : $"{text[..LongestShown]}…", pattern.IsMatch(text));
        }
        catch (RegexMatchTimeoutException)
        {
            throw new WrongArgument($"search takes too long on the line at offset {at}: write a pattern with fewer nested repetitions, look-arounds or back-references.");
        }

        pending.Clear();
    }

    private async Task<long> LinesBeforeAsync(RunId id, long offset, CancellationToken cancellation)
    {
        long lines = 0;
        for (long at = 0; at < offset;)
        {
            var page = await reader.PageAsync(id, at, (int)Math.Min(LogReader.LargestPage, offset - at), cancellation);
            if (page.Bytes.IsEmpty)
            {
                break;
            }

            lines += page.Bytes.Span.Count((byte)'\n');
            at = page.NextOffset;
        }

        return lines;
    }

    /// <summary>Collects matches with the lines around them.</summary>
    private sealed class Findings(int context, int maxBytes)
    {
        private const int Most = 200;
        private readonly List<(long? Line, long At, string Text, string[] Before, List<string> After)> _matches = [];
        private readonly Queue<string> _before = new();
        private long _size;

        /// <summary>Enough, and the last match has its lines behind it.</summary>
        public bool IsFull => (_matches.Count >= Most || _size >= maxBytes) && _matches[^1].After.Count >= context;

        public void Add(long? line, long at, string text, bool isMatch)
        {
            // Only the newest matches can still lack lines behind them.
            for (var i = _matches.Count - 1; i >= 0 && _matches[i].After.Count < context; i--)
            {
                _matches[i].After.Add(text);
                _size += text.Length;
            }

            if (isMatch && _matches.Count < Most && _size < maxBytes)
            {
                _matches.Add((line, at, text, [.. _before], []));
                _size += text.Length + _before.Sum(before => before.Length);
            }

            if (context > 0)
            {
                if (_before.Count == context)
                {
                    _before.Dequeue();
                }

                _before.Enqueue(text);
            }
        }

        public SearchResult Result(long next, long total, bool truncated) => new(
            [.. _matches.Select(match => new MatchJson(match.Line, match.At, match.Text, match.Before, match.After))], next, total, truncated);
    }
}
