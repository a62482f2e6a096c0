using System.Text.Json.Nodes;

namespace StataRuns.McpFrontend.Cli.Connect;

/// <summary>Codex's form of an entry. It has its own words for tokens and, alone among the clients, for how long it waits.</summary>
internal static class CodexEntry
{
    /// <summary>The first start of a service takes seconds, and more on a busy machine; Codex gives up after ten.</summary>
    private const int StartupSeconds = 60;

    /// <summary>A call that stays open until its run ends is the better for it; the service answers before a client's patience ends anyway.</summary>
    private const int ToolSeconds = 600;

    public static JsonObject For(ServerTarget target)
    {
        var entry = target switch
        {
            StdioTarget stdio => ClientEntry.Stdio(stdio),
            HttpTarget http => Http(http),
            _ => throw new ArgumentOutOfRangeException(nameof(target)),
        };
        // Before the environment, which is a table of its own in TOML.
        var environment = entry["env"];
        entry.Remove("env");
        entry["startup_timeout_sec"] = StartupSeconds;
        entry["tool_timeout_sec"] = ToolSeconds;
        if (environment is not null)
        {
            entry["env"] = environment;
        }

        return entry;
    }

    private static JsonObject Http(HttpTarget target)
    {
        var entry = new JsonObject { ["url"] = target.Url };
        if (target is { NeedsToken: true, Token: null })
        {
            entry["bearer_token_env_var"] = HttpTarget.TokenVariable;
        }
        else if (target.NeedsToken)
        {
            entry["http_headers"] = new JsonObject { ["Authorization"] = $"Bearer {target.Token}" };
        }

        return entry;
    }
}
