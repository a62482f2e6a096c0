using StataRuns.Stata;

namespace StataRuns.McpFrontend.Cli.Connect;

/// <summary>Where the clients keep what they know of servers, by system: as their makers document it, or as they were seen to do it.</summary>
/// <param name="machine">The machine.</param>
internal sealed class ClientPlaces(IClientMachine machine)
{
    /// <summary>Claude Code: one file of the user for everything, beside its folder unless <c>CLAUDE_CONFIG_DIR</c> moves both.</summary>
    public string ClaudeCode => machine.Variable("CLAUDE_CONFIG_DIR") is { } moved ? Join(moved, ".claude.json") : Join(machine.Home, ".claude.json");

    /// <summary>Claude Code's file in a project.</summary>
    public string ClaudeCodeProject => Join(machine.Here, ".mcp.json");

    /// <summary>Claude Desktop's folder.</summary>
    public string ClaudeDesktopFolder => machine.Kind == MachineKind.Windows ? PackagedClaude() ?? Join(Roaming, "Claude") : Join(ApplicationData, "Claude");

    /// <summary>Claude Desktop's file.</summary>
    public string ClaudeDesktop => Join(ClaudeDesktopFolder, "claude_desktop_config.json");

    /// <summary>Cursor's folder, under the home folder on every system.</summary>
    public string CursorFolder => Join(machine.Home, ".cursor");

    /// <summary>Cursor's file.</summary>
    public string Cursor => Join(CursorFolder, "mcp.json");

    /// <summary>Cursor's file in a project.</summary>
    public string CursorProject => Join(machine.Here, ".cursor", "mcp.json");

    /// <summary>VS Code's folder of the default profile; of the Insiders' edition where that is the only one here.</summary>
    public string VsCodeFolder
    {
        get
        {
            var stable = Join(ApplicationData, "Code", "User");
            var insiders = Join(ApplicationData, "Code - Insiders", "User");
            return !machine.Exists(stable) && machine.Exists(insiders) ? insiders : stable;
        }
    }

    /// <summary>VS Code's file.</summary>
    public string VsCode => Join(VsCodeFolder, "mcp.json");

    /// <summary>VS Code's file in a workspace.</summary>
    public string VsCodeProject => Join(machine.Here, ".vscode", "mcp.json");

    /// <summary>Codex's folder; <c>CODEX_HOME</c> moves it.</summary>
    public string CodexFolder => machine.Variable("CODEX_HOME") ?? Join(machine.Home, ".codex");

    /// <summary>Codex's file.</summary>
    public string Codex => Join(CodexFolder, "config.toml");

    /// <summary>Codex's file in a project; read only where Codex was told to trust it.</summary>
    public string CodexProject => Join(machine.Here, ".codex", "config.toml");

    /// <summary>Is a program of that name where a shell would find it?</summary>
    public bool IsOnPath(string program)
    {
        var (separator, name) = machine.Kind == MachineKind.Windows ? (';', $"{program}.cmd") : (':', program);
        return (machine.Variable("PATH") ?? "")
            .Split(separator, StringSplitOptions.RemoveEmptyEntries)
            .Any(folder => machine.Exists(Join(folder, name)) || (machine.Kind == MachineKind.Windows && machine.Exists(Join(folder, $"{program}.exe"))));
    }

    /// <summary>Where Linux and macOS programs that are made with web techniques keep what is the user's.</summary>
    private string ApplicationData => machine.Kind switch
    {
        MachineKind.MacOS => Join(machine.Home, "Library", "Application Support"),
        MachineKind.Windows => Roaming,
        _ => machine.Variable("XDG_CONFIG_HOME") ?? Join(machine.Home, ".config"),
    };

    private string Roaming => machine.Variable("APPDATA") ?? Join(machine.Home, "AppData", "Roaming");

    /// <summary>
    /// Since 2026 Claude Desktop for Windows comes as a package, whose AppData Windows keeps apart: what lies in the ordinary
    /// folder is never read by it. Of several packages the one with a file counts.
    /// </summary>
    private string? PackagedClaude()
    {
        var packages = Join(machine.Variable("LOCALAPPDATA") ?? Join(machine.Home, "AppData", "Local"), "Packages");
        var folders = machine.Entries(packages)
            .Where(name => name.StartsWith("Claude_", StringComparison.OrdinalIgnoreCase))
            .Order(StringComparer.OrdinalIgnoreCase)
            .Select(name => Join(packages, name, "LocalCache", "Roaming", "Claude"))
            .ToList();
        return folders.Find(folder => machine.Exists(Join(folder, "claude_desktop_config.json"))) ?? (folders.Count > 0 ? folders[0] : null);
    }

    private string Join(params IReadOnlyList<string> parts)
    {
        var separator = machine.Kind == MachineKind.Windows ? '\\' : '/';
        return parts.Aggregate((path, part) => path.EndsWith(separator) ? path + part : path + separator + part);
    }
}
