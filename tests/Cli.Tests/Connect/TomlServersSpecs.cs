using System.Text.Json.Nodes;
using CsCheck;
using StataRuns.McpFrontend.Cli.Connect.Editing;

namespace StataRuns.Cli.Tests.Connect;

/// <summary>The same in TOML, as Codex keeps it.</summary>
public sealed class TomlServersSpecs
{
    private const string Theirs =
        "# top é😀\nmodel = \"x\"  # fast\n\n[mcp_servers.other]\ncommand = \"a\" # trailing\n# after other\n\n[tui]\nnotifications = true\n";

    private static readonly TomlServers List = new();

    private static JsonObject Entry => new()
    {
        ["command"] = @"C:\Program Files\stataruns.exe",
        ["args"] = new JsonArray("stdio", "--StataRuns:DataDirectory=/tmp/a \"b\""),
        ["tool_timeout_sec"] = 600,
        ["env"] = new JsonObject { ["DOTNET_ROOT"] = "/opt/dotnet" },
    };

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task The_server_stands_behind_everything_else() => Bounded.Run(() =>
    {
        var put = List.Put(Theirs, "stata", Entry);
        Assert.Equal(
            Theirs + """

            [mcp_servers.stata]
            command = 'C:\Program Files\stataruns.exe'
            args = ["stdio", "--StataRuns:DataDirectory=/tmp/a \"b\""]
            tool_timeout_sec = 600

            [mcp_servers.stata.env]
            DOTNET_ROOT = "/opt/dotnet"

            """.ReplaceLineEndings("\n"),
            put);
        Assert.True(JsonNode.DeepEquals(Entry, List.Read(put)["stata"]));
        Assert.Equal(Theirs, List.Remove(put, "stata"));
    });

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task A_server_in_the_middle_is_replaced_in_its_place_with_all_that_is_within_it() => Bounded.Run(() =>
    {
        const string text = "[mcp_servers.\"stata\"]\ncommand = 'b'\nargs = [\n 'x', # in\n]\n# note\n\n[mcp_servers.stata.env]\nA = \"1\"\n\n[z]\nb = 2";
        var put = List.Put(text, "stata", new JsonObject { ["url"] = "u" });
        Assert.Equal("[mcp_servers.stata]\nurl = \"u\"\n# note\n\n[z]\nb = 2", put);
        Assert.Equal("# note\n\n[z]\nb = 2", List.Remove(text, "stata"));
    });

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task Windows_line_ends_stay() => Bounded.Run(() =>
    {
        var text = Theirs.Replace("\n", "\r\n", StringComparison.Ordinal);
        var put = List.Put(text, "stata", Entry);
        Assert.Equal(put.Count(c => c == '\n'), put.Count(c => c == '\r'));
        Assert.Equal(text, List.Remove(put, "stata"));
    });

    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData("a = \n", "line 1, column 5")]
    [InlineData("[a]\n[a]\n", "line 2, column 1")]
    [InlineData("x = 1\n[mcp_servers]\nstata = { command = \"x\" }\n", "line 3: \"stata\" is not written as a table")]
    [InlineData("mcp_servers.stata.command = \"x\"\n", "line 1: \"stata\" is not written as a table")]
    [InlineData("mcp_servers = { other = { command = \"x\" } }\n", "line 1: mcp_servers = { … } is closed")]
    [InlineData("[[mcp_servers.stata]]\na = 1\n", "line 1")]
    public Task What_is_broken_or_otherwise_written_is_refused_with_its_place(string text, string expected) => Bounded.Run(() =>
        Assert.StartsWith(expected, Assert.Throws<UnreadableConfigException>(() => List.Put(text, "stata", Entry)).Message, StringComparison.Ordinal));

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task Other_servers_may_be_written_in_any_form() => Bounded.Run(() =>
    {
        const string text = "[mcp_servers]\nother = { command = \"x\" }\ndotted.command = \"y\"\n";
        var put = List.Put(text, "stata", Entry);
        Assert.Equal(["other", "dotted", "stata"], List.Read(put).Keys);
        Assert.Equal(text, List.Remove(put, "stata"));
    });

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task Whatever_the_file_looks_like_every_other_line_stays() => Bounded.Run(() =>
    {
        string[] parts = ["# c\n", "\n", "[t1]\na = 1 # x\n", "[mcp_servers.o]\ncommand = 'x'\n# end\n", "[t2]\n\n", "[[l]]\nb = [\n 1, # y\n]\n"];
        Gen.Select(Gen.Int[0, parts.Length - 1].HashSet[0, parts.Length - 1], Gen.Bool, Gen.Int[0, 6]).Sample((order, crlf, at) =>
        {
            List<string> chosen = [.. order.Select(part => parts[part])];
            var text = string.Concat(chosen);
            var mine = List.Put("", "stata", Entry);
            // Behind the others, and in the middle where somebody has moved it.
            foreach (var put in (IEnumerable<string>)[List.Put(text, "stata", Entry), string.Concat(chosen.Take(at)) + mine + string.Concat(chosen.Skip(at))])
            {
                var file = crlf ? put.ReplaceLineEndings("\r\n") : put;
                Assert.True(JsonNode.DeepEquals(Entry, List.Read(file)["stata"]));
                Assert.Equal(Lines(text), Lines(List.Remove(file, "stata")));
            }
        }, iter: 1_000);
    });

    private static IEnumerable<string> Lines(string text) => text.ReplaceLineEndings("\n").Split('\n').Where(line => line.Length > 0);
}
