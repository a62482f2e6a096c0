using System.Collections.Concurrent;

namespace StataRuns.Mcp.Tests.Fakes;

/// <summary>How often what was called.</summary>
internal sealed class CallCounts
{
    private readonly ConcurrentDictionary<string, int> _counts = new();

    public int this[string call] => _counts.GetValueOrDefault(call);

    public void Add(string call) => _counts.AddOrUpdate(call, 1, (_, count) => count + 1);
}
