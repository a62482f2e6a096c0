using StataRuns.Runs;

namespace StataRuns.Hosts;

/// <summary>A run that holds a seat.</summary>
internal readonly record struct SeatHolder(RunId Id, string Owner, string FilePath);

/// <summary>
/// What holds the seats, as one owner may know it. A run of another owner does not exist for the one who asks: it is counted, and
/// neither its id nor its do-file is named.
/// </summary>
internal static class SeatHolders
{
    private const int Named = 3;

    /// <summary>What a run of this owner waits for; null while a seat is free.</summary>
    public static string? Reason(int seats, IEnumerable<SeatHolder> holders, string owner)
    {
        List<SeatHolder> own = [];
        var others = 0;
        foreach (var holder in holders)
        {
            if (holder.Owner == owner)
            {
                own.Add(holder);
            }
            else
            {
                others++;
            }
        }

        if (own.Count + others < seats)
        {
            return null;
        }

        List<string> parts = [.. own.Take(Named).Select(run => $"{run.Id} ({Path.GetFileName(run.FilePath)})")];
        if (own.Count > Named)
        {
            parts.Add($"{own.Count - Named} more of your runs");
        }

        if (others > 0)
        {
            parts.Add(others == 1 ? "another owner's run" : $"{others} runs of other owners");
        }

        return $"{(seats == 1 ? "The only seat is" : $"All {seats} seats are")} held by {Listed(parts)}.";
    }

    private static string Listed(List<string> parts) =>
        parts.Count == 1 ? parts[0] : $"{string.Join(", ", parts[..^1])} and {parts[^1]}";
}
