using System.Text.Json;
using StataRuns.McpFrontend.Mcp.Calls;

namespace StataRuns.McpFrontend.Stdio;

/// <summary>
/// Keeps a call's progress growing, as the protocol demands, over the connections that it takes: the service counts anew on
/// each of them.
/// </summary>
internal sealed class GrowingProgress
{
    private float _last = float.NegativeInfinity;

    /// <summary>The notification as the client may see it.</summary>
    public Message Next(Message notification)
    {
        if (notification.At("params", "progress") is not { ValueKind: JsonValueKind.Number } number)
        {
            return notification;
        }

        var value = number.GetSingle();
        if (value > _last)
        {
            _last = value;
            return notification;
        }

        _last = ProgressScale.Nudge(_last);
        var changed = RelayJson.Object(notification);
        changed["params"]!["progress"] = _last;
        return RelayJson.Message(changed);
    }
}
