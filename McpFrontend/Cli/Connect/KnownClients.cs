using System.Text.Json.Nodes;
using StataRuns.McpFrontend.Cli.Connect.Editing;

namespace StataRuns.McpFrontend.Cli.Connect;

/// <summary>The clients that are known: file, form of an entry, own command, and what comes next, one after the other.</summary>
internal static class KnownClients
{
    private static readonly McpClient ClaudeCode = new()
    {
        Id = "claude-code",
        Title = "Claude Code",
        List = new JsonServers("mcpServers", allowsComments: false),
        UserFile = places => places.ClaudeCode,
        ProjectFile = places => places.ClaudeCodeProject,
        SeemsInstalled = (places, machine) => places.IsOnPath("claude") || machine.Exists(places.ClaudeCode),
        // No timeout: it bears a call for a day by default, and each progress notification starts its idle time again.
        Entry = ClaudeCodeEntry,
        OwnCommand = (name, scope, target) => target is StdioTarget stdio
            ? ["claude", "mcp", "add", "--scope", ScopeName(scope), .. ClientEntry.EnvironmentOptions(stdio, "--env"), name, "--", stdio.Command, .. stdio.Arguments]
            : ["claude", "mcp", "add-json", "--scope", ScopeName(scope), name, ClientEntry.Compact(ClaudeCodeEntry(target))],
        Next = scope => scope == ClientScope.User
            ? "Start Claude Code again; \"/mcp\" in it shows the server."
            : "Start Claude Code in this folder and allow the project's server; \"/mcp\" shows it.",
        TokenAdvice = _ => "Claude Code asks this program for the token at each connection; it is written nowhere.",
    };

    private static readonly McpClient ClaudeDesktop = new()
    {
        Id = "claude-desktop",
        Title = "Claude Desktop",
        List = new JsonServers("mcpServers", allowsComments: false),
        UserFile = places => places.ClaudeDesktop,
        SeemsInstalled = (places, machine) => machine.Exists(places.ClaudeDesktopFolder) || machine.Exists("/Applications/Claude.app"),
        // Its file knows programs to start only; servers by address are added to an account and must be reachable from the internet.
        Entry = target => target is StdioTarget stdio ? ClientEntry.Stdio(stdio) : null,
        Next = _ => "Quit Claude Desktop altogether (closing the window is not enough) and start it again; Settings, Developer shows the server.",
    };

    private static readonly McpClient Cursor = new()
    {
        Id = "cursor",
        Title = "Cursor",
        List = new JsonServers("mcpServers", allowsComments: true),
        UserFile = places => places.Cursor,
        ProjectFile = places => places.CursorProject,
        SeemsInstalled = (places, machine) => places.IsOnPath("cursor") || machine.Exists(places.CursorFolder) || machine.Exists("/Applications/Cursor.app"),
        Entry = target => target is HttpTarget http
            ? ClientEntry.Http(http, $"Bearer ${{env:{HttpTarget.TokenVariable}}}")
            : ClientEntry.Typed(target, headerValue: null),
        Next = _ => "Restart Cursor; its settings (Tools & MCP) show the server and switch it on.",
        TokenAdvice = SetVariable,
    };

    private static readonly McpClient VsCode = new()
    {
        Id = "vscode",
        Title = "VS Code",
        List = new VsCodeServers(),
        UserFile = places => places.VsCode,
        ProjectFile = places => places.VsCodeProject,
        SeemsInstalled = (places, machine) =>
            places.IsOnPath("code") || machine.Exists(places.VsCodeFolder) || machine.Exists("/Applications/Visual Studio Code.app"),
        Entry = VsCodeEntry,
        // The command knows neither workspaces nor inputs.
        OwnCommand = (name, scope, target) => scope == ClientScope.User && target is (StdioTarget or HttpTarget { NeedsToken: false })
            ? ["code", "--add-mcp", ClientEntry.Compact(ClientEntry.Named(name, VsCodeEntry(target)))]
            : null,
        Next = _ => "VS Code sees the change at once: start the server by the word above its entry in mcp.json, or with \"MCP: List Servers\".",
        TokenAdvice = tokenFile => $"VS Code asks for the token once and keeps it in the system's key store; it is in {tokenFile}.",
    };

    private static readonly McpClient Codex = new()
    {
        Id = "codex",
        Title = "Codex",
        List = new TomlServers(),
        UserFile = places => places.Codex,
        ProjectFile = places => places.CodexProject,
        SeemsInstalled = (places, machine) => places.IsOnPath("codex") || machine.Exists(places.CodexFolder),
        Entry = CodexEntry.For,
        OwnCommand = (name, scope, target) => (scope, target) switch
        {
            (ClientScope.User, StdioTarget stdio) =>
                ["codex", "mcp", "add", name, .. ClientEntry.EnvironmentOptions(stdio, "--env"), "--", stdio.Command, .. stdio.Arguments],
            (ClientScope.User, HttpTarget { Token: null } http) =>
                ["codex", "mcp", "add", name, "--url", http.Url, .. http.NeedsToken ? (IEnumerable<string>)["--bearer-token-env-var", HttpTarget.TokenVariable] : []],
            _ => null,
        },
        Next = scope => scope == ClientScope.User
            ? "Start Codex again; \"/mcp\" in it shows the server."
            : "Start Codex in this folder and trust it: it reads a project's file only then. \"/mcp\" shows the server.",
        TokenAdvice = SetVariable,
    };

    /// <summary>All of them, in the order of their names on the command line.</summary>
    public static IReadOnlyList<McpClient> All { get; } = [ClaudeCode, ClaudeDesktop, Cursor, VsCode, Codex];

    /// <summary>The word of a scope, ours and the clients'.</summary>
    public static string ScopeName(ClientScope scope) => scope == ClientScope.User ? "user" : "project";

    private static JsonObject ClaudeCodeEntry(ServerTarget target) => target is HttpTarget { NeedsToken: true, Token: null } http
        ? new JsonObject { ["type"] = "http", ["url"] = http.Url, ["headersHelper"] = http.HeadersCommand }
        : ClientEntry.Typed(target, headerValue: null);

    private static JsonObject VsCodeEntry(ServerTarget target) => ClientEntry.Typed(target, $"Bearer ${{input:{HttpTarget.TokenInput}}}");

    private static string SetVariable(string tokenFile) =>
        $"Set {HttpTarget.TokenVariable} where it is started, such as: export {HttpTarget.TokenVariable}=\"$(cat {ShellWord.Quote(tokenFile)})\"";
}
