using System.Text.Json;

namespace StataRuns.Clients.Tests.Clients;

/// <summary>The progress notifications of a call, as the client got them.</summary>
/// <param name="keepsOrder">The client tells of them in the order in which they came.</param>
internal sealed class ProgressSeen(bool keepsOrder)
{
    private readonly Lock _lock = new();
    private readonly List<(double Value, string Message)> _seen = [];

    /// <summary>How many there were.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _seen.Count;
            }
        }
    }

    /// <summary>The run that was named: what each message begins with.</summary>
    public string RunId
    {
        get
        {
            lock (_lock)
            {
                return _seen[0].Message.Split(' ')[0];
            }
        }
    }

    public void Add(JsonElement progress)
    {
        lock (_lock)
        {
            _seen.Add((progress.GetProperty("progress").GetDouble(), progress.GetProperty("message").GetString()!));
        }
    }

    /// <summary>Has anything of this kind been told?</summary>
    public bool Has(string words)
    {
        lock (_lock)
        {
            return _seen.Any(seen => seen.Message.Contains(words, StringComparison.Ordinal));
        }
    }

    /// <summary>That it grew each time (or, where the order is lost, that no two were the same), and named the run each time.</summary>
    public void GrowsAndNames(string runId)
    {
        List<(double Value, string Message)> seen;
        lock (_lock)
        {
            seen = keepsOrder ? [.. _seen] : [.. _seen.OrderBy(one => one.Value)];
        }

        Assert.NotEmpty(seen);
        Assert.All(seen, one => Assert.StartsWith(runId, one.Message, StringComparison.Ordinal));
        Assert.All(seen.Zip(seen.Skip(1)), pair => Assert.True(pair.Second.Value > pair.First.Value, $"{pair.Second} came after {pair.First}."));
    }
}
