using ModelContextProtocol.Server;
using StataRuns.Runs;

namespace StataRuns.McpFrontend.Mcp.Resources;

/// <summary>A resource that is there, for the one who asks.</summary>
/// <param name="What">What was asked for.</param>
/// <param name="Run">Its run, as it was when it was asked for.</param>
internal sealed record FoundResource(RunResource What, RunSnapshot Run)
{
    private const string Key = "stata.resource";

    /// <summary>The graph, if it is one.</summary>
    public RunGraph? Graph => Run.Graphs.FirstOrDefault(graph => graph.Name == What.Graph);

    /// <summary>Leaves it with the message for the handler behind.</summary>
    public void LeaveWith(MessageContext message) => message.Items[Key] = this;

    /// <summary>What <see cref="ResourceCheck"/> found for a request; null if its address is none of ours.</summary>
    public static FoundResource? Of(MessageContext message) => message.Items.TryGetValue(Key, out var found) ? found as FoundResource : null;
}
