using StataRuns.McpFrontend.Cli.Connect;
using StataRuns.Stata;

namespace StataRuns.Cli.Tests.Connect;

/// <summary>Each client's file is looked for where the client looks for it.</summary>
public sealed class ClientPlacesSpecs
{
    private const string Local = @"C:\Users\Ann\AppData\Local";

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task On_Linux_under_the_home_and_the_configuration_folder() => Bounded.Run(() =>
    {
        var places = new ClientPlaces(new FakeClientMachine());
        Assert.Equal("/home/ann/.claude.json", places.ClaudeCode);
        Assert.Equal("/project/.mcp.json", places.ClaudeCodeProject);
        Assert.Equal("/home/ann/.config/Claude/claude_desktop_config.json", places.ClaudeDesktop);
        Assert.Equal("/home/ann/.cursor/mcp.json", places.Cursor);
        Assert.Equal("/home/ann/.config/Code/User/mcp.json", places.VsCode);
        Assert.Equal("/project/.vscode/mcp.json", places.VsCodeProject);
        Assert.Equal("/home/ann/.codex/config.toml", places.Codex);
    });

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task Where_variables_say_if_they_say_so() => Bounded.Run(() =>
    {
        var machine = new FakeClientMachine { Variables = { ["CLAUDE_CONFIG_DIR"] = "/c", ["CODEX_HOME"] = "/x", ["XDG_CONFIG_HOME"] = "/xdg" } };
        var places = new ClientPlaces(machine);
        Assert.Equal("/c/.claude.json", places.ClaudeCode);
        Assert.Equal("/x/config.toml", places.Codex);
        Assert.Equal("/xdg/Code/User/mcp.json", places.VsCode);
    });

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task On_macOS_in_the_library() => Bounded.Run(() =>
    {
        var places = new ClientPlaces(new FakeClientMachine { Kind = MachineKind.MacOS, Home = "/Users/ann" });
        Assert.Equal("/Users/ann/Library/Application Support/Claude/claude_desktop_config.json", places.ClaudeDesktop);
        Assert.Equal("/Users/ann/Library/Application Support/Code/User/mcp.json", places.VsCode);
        Assert.Equal("/Users/ann/.cursor/mcp.json", places.Cursor);
    });

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task On_Windows_in_the_roaming_profile_unless_Claude_Desktop_is_a_package() => Bounded.Run(() =>
    {
        var machine = Windows();
        Assert.Equal(@"C:\Users\Ann\AppData\Roaming\Claude\claude_desktop_config.json", new ClientPlaces(machine).ClaudeDesktop);
        Assert.Equal(@"C:\Users\Ann\AppData\Roaming\Code\User\mcp.json", new ClientPlaces(machine).VsCode);

        machine.Paths.Add($@"{Local}\Packages\Claude_abc\LocalCache");
        Assert.Equal($@"{Local}\Packages\Claude_abc\LocalCache\Roaming\Claude\claude_desktop_config.json", new ClientPlaces(machine).ClaudeDesktop);
    });

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task Of_several_packages_the_one_with_a_file_counts() => Bounded.Run(() =>
    {
        var machine = Windows();
        machine.Paths.Add($@"{Local}\Packages\Claude_abc\LocalCache");
        machine.Paths.Add($@"{Local}\Packages\Claude_xyz\LocalCache\Roaming\Claude\claude_desktop_config.json");
        Assert.Contains("Claude_xyz", new ClientPlaces(machine).ClaudeDesktop, StringComparison.Ordinal);
    });

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task Insiders_count_where_they_are_alone() => Bounded.Run(() =>
    {
        var machine = new FakeClientMachine { Paths = { "/home/ann/.config/Code - Insiders/User" } };
        Assert.Equal("/home/ann/.config/Code - Insiders/User/mcp.json", new ClientPlaces(machine).VsCode);
        machine.Paths.Add("/home/ann/.config/Code/User");
        Assert.Equal("/home/ann/.config/Code/User/mcp.json", new ClientPlaces(machine).VsCode);
    });

    private static FakeClientMachine Windows() => new()
    {
        Kind = MachineKind.Windows,
        Home = @"C:\Users\Ann",
        Here = @"C:\work",
        Variables = { ["APPDATA"] = @"C:\Users\Ann\AppData\Roaming", ["LOCALAPPDATA"] = Local },
    };
}
