using System.Globalization;

namespace StataRuns.StandIn.Formats;

/// <summary>How many of something there are, as the notes of commands say it: <c>1 observation</c>, <c>1,000 observations</c>.</summary>
internal static class Counted
{
    public static string Of(long count, string word) => string.Create(CultureInfo.InvariantCulture, $"{count:#,0} {word}{(count == 1 ? "" : "s")}");
}
