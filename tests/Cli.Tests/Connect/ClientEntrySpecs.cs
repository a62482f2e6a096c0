using StataRuns.Hosts;
using StataRuns.McpFrontend.Cli.Connect;
using StataRuns.McpFrontend.Cli.Connecting;
using StataRuns.McpFrontend.Serve;

namespace StataRuns.Cli.Tests.Connect;

/// <summary>Each client is told in its own words; secrets are told to none that can do without.</summary>
public sealed class ClientEntrySpecs
{
    private static readonly StdioTarget Program = new("/opt/stataruns", ["stdio", "--stand-in"], new Dictionary<string, string>());
    private static readonly HttpTarget Service = new("http://127.0.0.1:4000/mcp", NeedsToken: true, Token: null, "/opt/stataruns connect --headers");

    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData("claude-code", """{"type":"stdio","command":"/opt/stataruns","args":["stdio","--stand-in"]}""")]
    [InlineData("claude-desktop", """{"command":"/opt/stataruns","args":["stdio","--stand-in"]}""")]
    [InlineData("cursor", """{"type":"stdio","command":"/opt/stataruns","args":["stdio","--stand-in"]}""")]
    [InlineData("vscode", """{"type":"stdio","command":"/opt/stataruns","args":["stdio","--stand-in"]}""")]
    [InlineData("codex", """{"command":"/opt/stataruns","args":["stdio","--stand-in"],"startup_timeout_sec":60,"tool_timeout_sec":600}""")]
    public Task A_program_to_start(string client, string expected) => Bounded.Run(() => Assert.Equal(expected, Entry(client, Program)));

    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData("claude-code", """{"type":"http","url":"http://127.0.0.1:4000/mcp","headersHelper":"/opt/stataruns connect --headers"}""")]
    [InlineData("cursor", """{"url":"http://127.0.0.1:4000/mcp","headers":{"Authorization":"Bearer ${env:STATARUNS_TOKEN}"}}""")]
    [InlineData("vscode", """{"type":"http","url":"http://127.0.0.1:4000/mcp","headers":{"Authorization":"Bearer ${input:stataruns-token}"}}""")]
    [InlineData("codex", """{"url":"http://127.0.0.1:4000/mcp","bearer_token_env_var":"STATARUNS_TOKEN","startup_timeout_sec":60,"tool_timeout_sec":600}""")]
    [InlineData("claude-desktop", null)]
    public Task An_address_with_the_token_elsewhere(string client, string? expected) => Bounded.Run(() => Assert.Equal(expected, Entry(client, Service)));

    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData("claude-code")]
    [InlineData("cursor")]
    [InlineData("vscode")]
    [InlineData("codex")]
    public Task The_token_itself_only_where_it_was_asked_for(string client) => Bounded.Run(() =>
    {
        Assert.Contains("\"Authorization\":\"Bearer s3cret\"", Entry(client, Service with { Token = "s3cret" }), StringComparison.Ordinal);
        Assert.DoesNotContain("Bearer", Entry(client, Service with { NeedsToken = false })!, StringComparison.Ordinal);
    });

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task Settings_travel_as_arguments_and_secrets_do_not_travel() => Bounded.Run(() =>
    {
        var builder = Builder();
        var target = builder.Stdio();
        Assert.Equal(
            ["stdio", "--stand-in", "--StataRuns:DataDirectory=/d e", "--StataRuns:Host=typed", "--StataRuns:Stata:Path=/opt/stata"],
            target.Arguments);
        Assert.Equal(["DOTNET_ROOT"], target.Environment.Keys);
        Assert.Equal(["--StataRuns:Host=typed"], builder.Given);
        Assert.Contains("StataRuns__Auth__Token", Assert.Single(builder.Notes), StringComparison.Ordinal);
    });

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task An_address_is_the_running_service_s() => Bounded.Run(() =>
    {
        var running = ServiceRecord.Here("http://127.0.0.1:4711", DateTimeOffset.UtcNow);
        var builder = Builder();
        var target = builder.Http(Settings(), running, withToken: false);
        Assert.Equal("http://127.0.0.1:4711/mcp", target.Url);
        Assert.StartsWith("/opt/stataruns connect --headers --stand-in", target.HeadersCommand, StringComparison.Ordinal);
        Assert.Contains(builder.Notes, note => note.Contains("--urls", StringComparison.Ordinal));
        Assert.Equal("http://127.0.0.1:4000/mcp", Builder().Http(Settings(), running: null, withToken: false).Url);
    });

    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData("plain", "plain", "plain")]
    [InlineData("a b", "'a b'", "\"a b\"")]
    [InlineData("it's", @"'it'\''s'", "\"it's\"")]
    [InlineData(@"C:\x", @"'C:\x'", @"C:\x")]
    [InlineData("{\"a\":\"b\\\\\"}", "'{\"a\":\"b\\\\\"}'", "\"{\\\"a\\\":\\\"b\\\\\\\\\\\"}\"")]
    [InlineData(@"C:\a b\", @"'C:\a b\'", @"""C:\a b\\""")]
    [InlineData("", "''", "\"\"")]
    public Task Commands_can_be_pasted(string word, string unix, string windows) => Bounded.Run(() =>
    {
        Assert.Equal(unix, ShellWord.Quote(word, forWindows: false));
        Assert.Equal(windows, ShellWord.Quote(word, forWindows: true));
    });

    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData("""{"command":"/x/stataruns","args":["stdio"]}""", true)]
    [InlineData("""{"command":"C:\\tools\\stataruns.exe","args":["stdio"]}""", true)]
    [InlineData("""{"command":"dotnet","args":["/x/stataruns.dll","stdio"]}""", true)]
    [InlineData("""{"command":"uvx","args":["stata-mcp"]}""", false)]
    [InlineData("""{"command":"/x/stataruns","args":["serve"]}""", false)]
    [InlineData("""{"url":"http://127.0.0.1:4000/mcp","headers":{"Authorization":"Bearer ${env:STATARUNS_TOKEN}"}}""", true)]
    [InlineData("""{"url":"http://127.0.0.1:4000/mcp","headers":{"Authorization":"Bearer abc"}}""", true)]
    [InlineData("""{"url":"https://example.org/mcp"}""", false)]
    [InlineData("""{"url":"http://127.0.0.1:3845/mcp"}""", false)]
    public Task Our_entries_are_told_from_others(string entry, bool expected) => Bounded.Run(() =>
        Assert.Equal(expected, Connection.IsOurs(System.Text.Json.Nodes.JsonNode.Parse(entry)!.AsObject())));

    private static string? Entry(string client, ServerTarget target) =>
        KnownClients.All.Single(known => known.Id == client).Entry(target) is { } entry ? ClientEntry.Compact(entry) : null;

    private static TargetBuilder Builder() => new()
    {
        Program = new OwnProgram("/opt/stataruns", []),
        Options = ["--stand-in"],
        Settings = new Dictionary<string, string> { ["StataRuns:Host"] = "typed" },
        Environment = new Dictionary<string, string>
        {
            ["StataRuns__DataDirectory"] = "/d e",
            ["StataRuns__Host"] = "set",
            ["StataRuns__Auth__Token"] = "s3cret",
            ["STATA_PATH"] = "/opt/stata",
            ["DOTNET_ROOT"] = "/opt/dotnet",
            ["PATH"] = "/bin",
        },
    };

    private static ServiceSettings Settings() => new()
    {
        Host = new HostSettings { DataDirectory = "/d", Host = "lab2", MaxConcurrent = 1, MaxOutputBytes = 1 },
    };
}
