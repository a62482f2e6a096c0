using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using StataRuns.McpFrontend.Cli;
using StataRuns.McpFrontend.Cli.Connect;
using StataRuns.McpFrontend.Cli.Connect.Editing;

namespace StataRuns.Cli.Tests.Connect;

/// <summary>A client's file is changed as its owner would have it: carefully, and so that it can be taken back.</summary>
public sealed class ConnectorSpecs : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 24, 14, 0, 0, TimeSpan.Zero));
    private readonly JsonServers _list = new("mcpServers", allowsComments: true);

    private static JsonObject Ours => new() { ["command"] = "/opt/stataruns", ["args"] = new JsonArray("stdio") };

    private string Path => System.IO.Path.Join(_folder.Path, "mcp.json");

    public void Dispose() => _folder.Dispose();

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task A_new_file_is_mine_alone_and_undo_takes_it_away() => Bounded.Run(() =>
    {
        var path = System.IO.Path.Join(_folder.Path, "new", "mcp.json");
        var added = Connector.Write(_list, path, "stata", Ours, mayReplace: false, isPrivate: true, holdsSecret: false);
        Assert.Equal(ConnectAction.Added, added.Action);
        Assert.Null(added.Copy);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        }

        Assert.Equal(ConnectAction.Nothing, Connector.Write(_list, path, "stata", Ours, mayReplace: false, isPrivate: true, holdsSecret: false).Action);
        Assert.Equal(ConnectAction.Deleted, Connector.Undo(_list, path, "stata").Action);
        Assert.False(File.Exists(path));
        Assert.Equal(ConnectAction.Nothing, Connector.Undo(_list, path, "stata").Action);
    });

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task Mode_mark_and_link_stay_and_undo_brings_every_byte_back() => Bounded.Run(() =>
    {
        byte[] before = [.. Encoding.UTF8.Preamble, .. "{\r\n  \"mcpServers\": { } // none\r\n}"u8];
        var real = System.IO.Path.Join(_folder.Folder("real"), "mcp.json");
        File.WriteAllBytes(real, before);
        File.CreateSymbolicLink(Path, real);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(real, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        }

        var added = Write(Ours);
        Assert.Equal($"{real}.stataruns-20261124-140000", added.Copy);
        Assert.Equal(before, File.ReadAllBytes(added.Copy!));
        Assert.NotNull(new FileInfo(Path).LinkTarget);
        var after = File.ReadAllBytes(real);
        Assert.True(after.AsSpan().StartsWith(Encoding.UTF8.Preamble));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead, File.GetUnixFileMode(real));
        }

        var undone = Connector.Undo(_list, Path, "stata");
        Assert.Equal(ConnectAction.Restored, undone.Action);
        Assert.Equal(before, File.ReadAllBytes(real));
        Assert.Equal(after, File.ReadAllBytes(undone.Copy!));
        Assert.Empty(Directory.GetFiles(System.IO.Path.GetDirectoryName(real)!, "*.new"));
    });

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task What_others_changed_since_stays_when_it_is_undone() => Bounded.Run(() =>
    {
        File.WriteAllText(Path, """{ "mcpServers": { "a": {"command": "x"} } }""");
        Write(Ours);
        File.WriteAllText(Path, _list.Put(File.ReadAllText(Path), "b", new JsonObject { ["command"] = "y" }));
        Assert.Equal(ConnectAction.Removed, Connector.Undo(_list, Path, "stata").Action);
        Assert.Equal(["a", "b"], _list.Read(File.ReadAllText(Path)).Keys);
    });

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task Another_server_of_that_name_is_replaced_only_if_asked_and_comes_back() => Bounded.Run(() =>
    {
        const string before = """{ "mcpServers": { "stata": {"command": "uvx", "args": ["another"]} } }""";
        File.WriteAllText(Path, before);
        Assert.Contains("--replace", Assert.Throws<CliException>(() => Write(Ours)).Message, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllText(Path));
        Assert.Equal(["mcp.json"], Directory.GetFiles(_folder.Path).Select(file => System.IO.Path.GetFileName(file)));

        Connector.Write(_list, Path, "stata", Ours, mayReplace: true, isPrivate: true, holdsSecret: false);
        // A second change of ours in between is no state to come back to.
        _clock.Advance(TimeSpan.FromSeconds(1));
        Write(new JsonObject { ["command"] = "/other/stataruns", ["args"] = new JsonArray("stdio", "--stand-in") });
        File.WriteAllText(Path, _list.Put(File.ReadAllText(Path), "b", new JsonObject { ["command"] = "y" }));
        Assert.Equal(ConnectAction.Restored, Connector.Undo(_list, Path, "stata").Action);
        var servers = _list.Read(File.ReadAllText(Path));
        Assert.Equal("uvx", (string?)servers["stata"]["command"]);
        Assert.True(servers.ContainsKey("b"));
        Assert.Contains("not one of ours", Assert.Throws<CliException>(() => Connector.Undo(_list, Path, "stata")).Message, StringComparison.Ordinal);
    });

    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData("{ \"mcpServers\": ")]
    [InlineData("no json")]
    [InlineData("{ \"a\": \"\u00ff\" }")]
    public Task A_broken_file_is_left_as_it_is(string text) => Bounded.Run(() =>
    {
        var bytes = Encoding.Latin1.GetBytes(text);
        File.WriteAllBytes(Path, bytes);
        var refusal = Assert.Throws<CliException>(() => Write(Ours));
        Assert.StartsWith($"{Path} is left as it is: line 1", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(bytes, File.ReadAllBytes(Path));
        Assert.Single(Directory.GetFiles(_folder.Path));
    });

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task A_file_with_a_token_in_it_is_closed_to_others() => Bounded.Run(() =>
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such modes.");
        if (!OperatingSystem.IsWindows())
        {
            File.WriteAllText(Path, "{}");
            File.SetUnixFileMode(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
            Connector.Write(_list, Path, "stata", Ours, mayReplace: false, isPrivate: true, holdsSecret: true);
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path));
        }
    });

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task What_a_client_writes_at_the_same_moment_is_not_lost() => Bounded.Run(() =>
    {
        File.WriteAllText(Path, "{}");
        var file = ConfigFile.Read(Path);
        File.WriteAllText(Path, """{ "theirs": 1 }""");
        Assert.Throws<ConfigChangedException>(() => file.Write("{ \"ours\": 1 }", isPrivate: false, _clock.GetLocalNow()));
        Assert.Equal("""{ "theirs": 1 }""", File.ReadAllText(Path));
        Assert.Single(Directory.GetFiles(_folder.Path));
    });

    private Connector Connector => new(_clock);

    private ConnectOutcome Write(JsonObject entry) => Connector.Write(_list, Path, "stata", entry, mayReplace: false, isPrivate: true, holdsSecret: false);
}
