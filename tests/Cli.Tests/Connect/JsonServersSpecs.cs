using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using StataRuns.McpFrontend.Cli.Connect;
using StataRuns.McpFrontend.Cli.Connect.Editing;

namespace StataRuns.Cli.Tests.Connect;

/// <summary>A server goes into a JSON file and out of it, and the rest of the file does not notice.</summary>
public sealed class JsonServersSpecs
{
    private static readonly JsonServers Tolerant = new("mcpServers", allowsComments: true);
    private static readonly JsonServers Strict = new("mcpServers", allowsComments: false);

    private static readonly Gen<string> Blank = Gen.OneOf(new[] { "", " ", "\n", "\n  ", "\r\n\t", " // note, with \"quotes\" {\n", "/* , } */", "\n    // \"old\": {},\n  " }.Select(Gen.Const).ToArray());

    private static JsonObject Entry => new() { ["command"] = "/opt/stataruns", ["args"] = new JsonArray("stdio") };

    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData("")]
    [InlineData("  \n")]
    public Task A_new_file_holds_the_server_and_nothing_else(string text) => Bounded.Run(() => Assert.Equal(
        """
        {
          "mcpServers": {
            "stata": {
              "command": "/opt/stataruns",
              "args": [
                "stdio"
              ]
            }
          }
        }

        """.ReplaceLineEndings("\n"),
        Strict.Put(text, "stata", Entry)));

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task Comments_indentation_line_ends_and_trailing_commas_stay() => Bounded.Run(() =>
    {
        var text = "{\r\n\t// mine\r\n\t\"mcpServers\": {\r\n\t\t\"a\": { \"command\": \"x\" }, // why\r\n\t\t// \"old\": {}\r\n\t},\r\n}";
        var put = Tolerant.Put(text, "stata", Entry);
        Assert.Equal(
            "{\r\n\t// mine\r\n\t\"mcpServers\": {\r\n\t\t\"a\": { \"command\": \"x\" }, // why\r\n"
            + "\t\t\"stata\": {\r\n\t\t\t\"command\": \"/opt/stataruns\",\r\n\t\t\t\"args\": [\r\n\t\t\t\t\"stdio\"\r\n\t\t\t]\r\n\t\t},\r\n"
            + "\t\t// \"old\": {}\r\n\t},\r\n}",
            put);
        Assert.Equal(text, Tolerant.Remove(put, "stata"));
    });

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task A_file_of_one_line_stays_one() => Bounded.Run(() =>
    {
        const string text = """{"numStartups":3,"mcpServers":{"a":{"command":"x"}},"é":"😀"}""";
        var put = Strict.Put(text, "stata", Entry);
        Assert.Equal("""{"numStartups":3,"mcpServers":{"a":{"command":"x"},"stata":{"command":"/opt/stataruns","args":["stdio"]}},"é":"😀"}""", put);
        Assert.Equal(text, Strict.Remove(put, "stata"));
    });

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task A_list_that_is_missing_is_made_and_an_empty_one_is_filled() => Bounded.Run(() =>
    {
        var entry = new JsonObject { ["url"] = "u" };
        Assert.Equal("{\n  \"a\": 1,\n  \"mcpServers\": {\n    \"stata\": {\n      \"url\": \"u\"\n    }\n  }\n}\n", Strict.Put("{\n  \"a\": 1\n}\n", "stata", entry));
        Assert.Equal("{\n  \"mcpServers\": {\n    \"stata\": {\n      \"url\": \"u\"\n    }\n  }\n}\n", Strict.Put("{\n  \"mcpServers\": {}\n}\n", "stata", entry));
    });

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task Only_the_value_of_a_known_server_is_replaced() => Bounded.Run(() =>
    {
        const string text = "{\n  \"mcpServers\": {\n    \"stata\": {\"command\":\"old\"}, // first\n    \"b\": {}\n  }\n}";
        var put = Tolerant.Put(text, "stata", new JsonObject { ["url"] = "u" });
        Assert.Equal(text.Replace("{\"command\":\"old\"}", "{\n      \"url\": \"u\"\n    }", StringComparison.Ordinal), put);
        Assert.Equal(text, Tolerant.Put(put, "stata", Tolerant.Take(text, "stata")!));
    });

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task A_name_that_stands_there_twice_is_taken_out_twice() => Bounded.Run(() => Assert.Empty(
        Strict.Read(Strict.Remove("""{"mcpServers":{"stata":{"command":"a"},"stata":{"command":"b"}}}""", "stata"))));

    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData("{\n  \"a\": ,\n}", "line 2, column 8")]
    [InlineData("{ \"a\": 1 } x", "line 1, column 12")]
    [InlineData("[]", "line 1: an object")]
    [InlineData("{\n \"mcpServers\": []\n}", "line 2: \"mcpServers\" is not an object")]
    [InlineData("{ // note\n}", "line 1")]
    [InlineData("{", "line 1")]
    public Task What_is_broken_is_refused_with_its_place(string text, string expected) => Bounded.Run(() =>
        Assert.StartsWith(expected, Assert.Throws<UnreadableConfigException>(() => Strict.Put(text, "stata", Entry)).Message, StringComparison.Ordinal));

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task VS_Code_is_told_to_ask_for_the_token_once_and_forgets_it_with_the_server() => Bounded.Run(() =>
    {
        var list = new VsCodeServers();
        var entry = new JsonObject { ["url"] = "u", ["headers"] = new JsonObject { ["Authorization"] = $"Bearer ${{input:{HttpTarget.TokenInput}}}" } };
        const string text = "{\n  \"servers\": {},\n  \"inputs\": [\n    { \"id\": \"other\" } // theirs\n  ]\n}";
        var put = list.Put(text, "stata", entry);
        Assert.Equal(put, list.Put(put, "stata", entry));
        var inputs = JsonNode.Parse(put, documentOptions: new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip })!["inputs"]!.AsArray();
        Assert.Equal(["other", HttpTarget.TokenInput], inputs.Select(input => (string)input!["id"]!));
        Assert.Contains("// theirs", put, StringComparison.Ordinal);
        var removed = list.Remove(put, "stata");
        Assert.DoesNotContain(HttpTarget.TokenInput, removed, StringComparison.Ordinal);
        Assert.Contains("{ \"id\": \"other\" } // theirs", removed, StringComparison.Ordinal);
    });

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task Whatever_the_file_looks_like_everything_else_in_it_stays() => Bounded.Run(() =>
        Gen.Select(Files, Gen.Int[0, 4]).Sample((text, at) =>
        {
            var others = Tolerant.Read(text);
            var put = Tolerant.Put(text, "stata", Entry);
            AssertSame(others.Append(KeyValuePair.Create("stata", Entry)), Tolerant.Read(put));
            Assert.Equal(Notes(text), Notes(put));

            var removed = Tolerant.Remove(put, "stata");
            AssertSame(others, Tolerant.Read(removed));
            Assert.Equal(Notes(text), Notes(removed));

            if (others.Count > 0)
            {
                var gone = others.Keys.ElementAt(at % others.Count);
                AssertSame(others.Where(other => other.Key != gone), Tolerant.Read(Tolerant.Remove(text, gone)));
                Assert.Equal(NotesOutside(text, gone), Notes(Tolerant.Remove(text, gone)));
            }
        }, iter: 3_000));

    /// <summary>Files with white space and comments wherever JSON allows them, and none, one or several servers.</summary>
    private static Gen<string> Files { get; } =
        from blanks in Blank.Array[12]
        from count in Gen.Int[0, 3]
        from hasList in Gen.Bool
        from trailing in Gen.Bool
        from before in Gen.Bool
        select File(blanks, count, hasList, trailing, before);

    // .NET's reader takes no comment between a name and its colon; a file that has one is refused.
    private static string File(string[] b, int count, bool hasList, bool trailing, bool before)
    {
        var servers = string.Join(",", Enumerable.Range(0, count).Select(i => $"{b[i]}\"s{i}\"{(b[i + 1].Contains('/', StringComparison.Ordinal) ? " " : b[i + 1])}:{b[i + 2]}{{\"command\":{b[i + 3]}\"c{i}\"}}{b[i + 4]}"));
        var comma = trailing && count > 0 ? "," : "";
        var list = hasList ? $"\"mcpServers\":{b[7]}{{{servers}{comma}{b[8]}}}" : "";
        var members = string.Join(",", ((IEnumerable<string>)[before ? $"\"first\":{b[9]}[1, \"}}\"]" : "", list]).Where(member => member.Length > 0));
        return $"{b[10]}{{{b[11]}{members}{(trailing && members.Length > 0 ? "," : "")}{b[0]}}}{b[1]}";
    }

    private static void AssertSame(IEnumerable<KeyValuePair<string, JsonObject>> expected, IReadOnlyDictionary<string, JsonObject> actual)
    {
        var wanted = expected.ToDictionary();
        Assert.Equal(wanted.Keys, actual.Keys);
        Assert.All(wanted, server => Assert.True(JsonNode.DeepEquals(server.Value, actual[server.Key])));
    }

    private static List<string> Notes(string text)
    {
        var document = JsonSpans.Of(text, allowsComments: true);
        return [.. document.Comments.Select(comment => text[comment])];
    }

    /// <summary>What is written inside a server, up to its comma, goes with it.</summary>
    private static List<string> NotesOutside(string text, string name)
    {
        var document = JsonSpans.Of(text, allowsComments: true);
        var servers = document.Root.Find("mcpServers")!.Value;
        var server = servers.Find(name)!;
        var next = servers.Items.SkipWhile(item => item != server).Skip(1).FirstOrDefault()?.Start ?? servers.End;
        var comma = document.IndexOf(',', server.Value.End, next);
        var end = comma < 0 ? server.Value.End : comma;
        return [.. document.Comments.Where(comment => comment.Start.Value < server.Start || comment.Start.Value >= end).Select(comment => text[comment])];
    }
}
