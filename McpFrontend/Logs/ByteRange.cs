using System.Globalization;

namespace StataRuns.McpFrontend.Logs;

/// <summary>A stretch of a log that a request asks for.</summary>
/// <param name="From">First byte.</param>
/// <param name="To">The byte behind the last.</param>
internal readonly record struct ByteRange(long From, long To)
{
    /// <summary>
    /// Reads a <c>Range</c> header. Null: there is none, or none that has to be heeded (another unit, several ranges, a
    /// torn one): the whole is the right answer. Not satisfiable: <see cref="From"/> is not before <see cref="To"/>.
    /// </summary>
    public static ByteRange? Parse(string? header, long total)
    {
        const string Unit = "bytes=";
        if (header is null || !header.StartsWith(Unit, StringComparison.OrdinalIgnoreCase) || header.Contains(',', StringComparison.Ordinal))
        {
            return null;
        }

        var range = header.AsSpan(Unit.Length).Trim();
        var dash = range.IndexOf('-');
        if (dash < 0)
        {
            return null;
        }

        var first = range[..dash].Trim();
        var last = range[(dash + 1)..].Trim();
        if (first.IsEmpty)
        {
            return Number(last) is { } suffix ? new ByteRange(suffix == 0 ? total : Math.Max(0, total - suffix), total) : null;
        }

        if (Number(first) is not { } from)
        {
            return null;
        }

        if (last.IsEmpty)
        {
            return new ByteRange(from, total);
        }

        return Number(last) is { } to && to >= from ? new ByteRange(from, to < total ? to + 1 : total) : null;
    }

    private static long? Number(ReadOnlySpan<char> text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
