using System.Text.Json;
using StataRuns.Configuration;
using StataRuns.McpFrontend.Mcp.Arguments;

namespace StataRuns.Mcp.Tests.Arguments;

public sealed class ArgumentReaderTests
{
    private static readonly Parameter[] Parameters =
    [
        new("file_path", ParameterKind.Path) { Description = "", Required = true },
        new("arguments", ParameterKind.Texts) { Description = "", LongestBytes = 100 },
        new("wait", ParameterKind.Number) { Description = "", Maximum = 86_400 },
        new("offset", ParameterKind.Whole) { Description = "" },
        new("limit", ParameterKind.Whole) { Description = "", Minimum = 1, Maximum = 200 },
        new("rerun", ParameterKind.Flag) { Description = "" },
        new("output", ParameterKind.Text) { Description = "", Choices = ["compact", "full", "none"] },
        new("note", ParameterKind.Text) { Description = "", LongestBytes = 1000 },
    ];

    [Theory(Timeout = 10_000)]
    [InlineData("""{}""", "file_path is missing: a_tool needs a string, the absolute path")]
    [InlineData("""{"file_path":null}""", "file_path is missing")]
    [InlineData("""{"file_path":""}""", "file_path is empty")]
    [InlineData("""{"file_path":"main.do"}""", "file_path is \"main.do\", a relative path")]
    [InlineData("""{"file_path":"./p/main.do"}""", "a relative path")]
    [InlineData("""{"file_path":5}""", "file_path is a number (5): it is a string, the absolute path")]
    [InlineData("""{"file_path":["/p/main.do"]}""", "file_path is a list")]
    [InlineData("""{"file_path":"/p/ma\u0000in.do"}""", "file_path holds a NUL character")]
    [InlineData("""{"file_path":"/p/\ud800.do"}""", "file_path holds half a character")]
    [InlineData("""{"file_path":"/p/m.do","path":"x"}""", "\"path\" is no argument of a_tool. Did you mean file_path? It takes file_path, arguments")]
    [InlineData("""{"file_path":"/p/m.do","argumets":[]}""", "Did you mean arguments?")]
    [InlineData("""{"file_path":"/p/m.do","Wait":1}""", "Did you mean wait?")]
    [InlineData("""{"file_path":"/p/m.do","zzzzzzzzz":1}""", "\"zzzzzzzzz\" is no argument of a_tool. It takes file_path")]
    [InlineData("""{"file_path":"/p/m.do","arguments":"a b"}""", "arguments is a string (\"a b\"): it is a list of strings")]
    [InlineData("""{"file_path":"/p/m.do","arguments":"[1/2]"}""", "arguments is a string (\"[1/2]\"): it is a list of strings")]
    [InlineData("""{"file_path":"/p/m.do","arguments":"[\"a\""}""", "it is a list of strings, such as [\"a\", \"b\"]")]
    [InlineData("""{"file_path":"/p/m.do","arguments":"[\"a\",null]"}""", "arguments[1] is null (null)")]
    [InlineData("""{"file_path":"/p/m.do","arguments":"{\"a\":1}"}""", "it is a list of strings")]
    [InlineData("""{"file_path":"/p/m.do","arguments":{"0":"a"}}""", "arguments is an object")]
    [InlineData("""{"file_path":"/p/m.do","note":["a"]}""", "note is a list ([\"a\"]): it is a string")]
    [InlineData("""{"file_path":"/p/m.do","note":{}}""", "note is an object ({}): it is a string")]
    [InlineData("""{"file_path":"/p/m.do","output":7}""", "output is 7: It is one of compact, full, none")]
    [InlineData("""{"file_path":true}""", "file_path is true or false (true)")]
    [InlineData("""{"file_path":"/p/m.do","wait":"\ud800"}""", "wait holds half a character")]
    [InlineData("""{"file_path":"/p/m.do","wait":"1,5"}""", "wait is a string (\"1,5\")")]
    [InlineData("""{"file_path":"/p/m.do","limit":"2.5"}""", "limit is \"2.5\": it is a whole number")]
    [InlineData("""{"file_path":"/p/m.do","arguments":["a",null]}""", "arguments[1] is null (null): it is a list of strings")]
    [InlineData("""{"file_path":"/p/m.do","arguments":["a",{"b":1}]}""", "arguments[1] is an object")]
    [InlineData("""{"file_path":"/p/m.do","arguments":["a\u0000"]}""", "arguments[0] holds a NUL")]
    [InlineData("""{"file_path":"/p/m.do","wait":"soon"}""", "wait is a string (\"soon\"): it is a number, from 0 to 86400")]
    [InlineData("""{"file_path":"/p/m.do","wait":-1}""", "wait is -1: it is a number, from 0 to 86400")]
    [InlineData("""{"file_path":"/p/m.do","wait":1e99}""", "wait is 1e99")]
    [InlineData("""{"file_path":"/p/m.do","wait":"NaN"}""", "wait is a string (\"NaN\")")]
    [InlineData("""{"file_path":"/p/m.do","wait":true}""", "wait is true or false (true): it is a number")]
    [InlineData("""{"file_path":"/p/m.do","offset":1.5}""", "offset is 1.5: it is a whole number, not below 0")]
    [InlineData("""{"file_path":"/p/m.do","offset":-1}""", "offset is -1")]
    [InlineData("""{"file_path":"/p/m.do","limit":0}""", "limit is 0: it is a whole number, from 1 to 200")]
    [InlineData("""{"file_path":"/p/m.do","limit":201}""", "limit is 201")]
    [InlineData("""{"file_path":"/p/m.do","rerun":"maybe"}""", "rerun is a string (\"maybe\"): it is true or false")]
    [InlineData("""{"file_path":"/p/m.do","rerun":1}""", "rerun is a number")]
    [InlineData("""{"file_path":"/p/m.do","output":"compct"}""", "Did you mean compact? It is one of compact, full, none")]
    [InlineData("""{"file_path":"/p/m.do","output":""}""", "It is one of compact, full, none")]
    public Task A_wrong_argument_is_named_with_what_is_right(string json, string sentence)
    {
        var wrong = Assert.Throws<WrongArgument>(() => Read(json));
        Assert.Contains(sentence, wrong.Message, StringComparison.Ordinal);
        Assert.InRange(wrong.Message.Length, 1, 500);
        return Task.CompletedTask;
    }

    [Fact(Timeout = 10_000)]
    public Task What_is_too_long_is_not_repeated_back()
    {
        var text = new string('x', 2000);
        Assert.Contains("note is 2,000 bytes long: at most 1,000", Wrong($$"""{"file_path":"/p/m.do","note":"{{text}}"}"""), StringComparison.Ordinal);
        Assert.Contains("arguments are 102 bytes together: at most 100", Wrong($$"""{"file_path":"/p/m.do","arguments":["{{text[..51]}}","{{text[..51]}}"]}"""), StringComparison.Ordinal);
        var huge = new string('x', 2_000_000);
        Assert.Contains("at most 1,048,576 are read", Wrong($$"""{"file_path":"/p/m.do","note":"{{huge}}"}"""), StringComparison.Ordinal);
        Assert.InRange(Wrong($$"""{"file_path":"/p/m.do","{{text}}":1}""").Length, 1, 300);
        return Task.CompletedTask;
    }

    [Fact(Timeout = 10_000)]
    public Task What_can_mean_only_one_thing_is_understood()
    {
        var read = Read("""{"file_path":"/p/m.do","wait":"30","offset":"12","limit":2e1,"rerun":"true","arguments":["a",5,1.50],"output":null}""");
        Assert.Equal(30, read.Number("wait"));
        Assert.Equal(12, read.Whole("offset"));
        Assert.Equal(20, read.Whole("limit"));
        Assert.True(read.Flag("rerun"));
        Assert.Equal(["a", "5", "1.50"], read.Texts("arguments"));
        Assert.False(read.Has("output"));
        Assert.Null(read.Text("output"));
        return Task.CompletedTask;
    }

    [Theory(Timeout = 10_000)]
    [InlineData("""["a","b c"]""", "a|b c")]
    [InlineData("""[]""", "")]
    [InlineData("""["a",5,1.50,true,false,"" ]""", "a|5|1.50|true|false|")]
    [InlineData("\"[\\\"a\\\", \\\"b c\\\"]\"", "a|b c")]
    [InlineData("\" [ 1, true ] \"", "1|true")]
    [InlineData("\"[]\"", "")]
    public Task A_list_is_understood_as_a_list_and_as_json_text(string json, string texts)
    {
        Assert.Equal(texts.Length == 0 ? [] : texts.Split('|'), Read($$"""{"file_path":"/p/m.do","arguments":{{json}}}""").Texts("arguments"));
        return Task.CompletedTask;
    }

    [Theory(Timeout = 10_000)]
    [InlineData("5", "5")]
    [InlineData("1.50", "1.50")]
    [InlineData("true", "true")]
    [InlineData("\"x\"", "x")]
    public Task Text_is_understood_as_a_number_or_a_flag_too(string json, string text)
    {
        Assert.Equal(text, Read($$"""{"file_path":"/p/m.do","note":{{json}}}""").Text("note"));
        return Task.CompletedTask;
    }

    [Theory(Timeout = 10_000)]
    [InlineData("file_pth", "file_path")]
    [InlineData("filepath", "file_path")]
    [InlineData("file-path", "file_path")]
    [InlineData("woring_dir", "working_dir")]
    [InlineData("dir", "working_dir")]
    [InlineData("tiemout", "timeout")]
    [InlineData("run", "rerun")]
    [InlineData("xyzzy", null)]
    [InlineData("", null)]
    public Task The_nearest_word_is_what_was_meant(string mistyped, string? meant)
    {
        Assert.Equal(meant, NearestWord.To(mistyped, ["file_path", "arguments", "working_dir", "timeout", "rerun"]));
        return Task.CompletedTask;
    }

    private static string Wrong(string json) => Assert.Throws<WrongArgument>(() => Read(json)).Message;

    private static CallArguments Read(string json) => ArgumentReader.Read(
        "a_tool", Parameters, JsonElement.Parse(json).EnumerateObject().ToDictionary(member => member.Name, member => member.Value));
}
