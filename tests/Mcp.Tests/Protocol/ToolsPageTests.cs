using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace StataRuns.Mcp.Tests.Protocol;

/// <summary>The tables of <c>docs/tools.md</c> are made from the schemas that clients get.</summary>
public sealed partial class ToolsPageTests
{
    private const string Renew = "STATARUNS_RENEW_DOCS";

    private static string Page => Path.Combine(Repository(), "docs", "tools.md");

    [Fact(Timeout = 30_000)]
    public async Task The_page_has_the_arguments_that_the_tools_have()
    {
        var text = await File.ReadAllTextAsync(Page, TestContext.Current.CancellationToken);
        var tools = (await ToolListTests.ListAsync()).ToDictionary(tool => tool.GetProperty("name").GetString()!);
        Assert.Equal(tools.Keys.Order(StringComparer.Ordinal), Block().Matches(text).Select(block => block.Groups["tool"].Value).Order(StringComparer.Ordinal));

        var renewed = Block().Replace(text, block => $"{block.Groups["begin"]}\n{Table(tools[block.Groups["tool"].Value])}{block.Groups["end"]}");
        if (renewed != text && Environment.GetEnvironmentVariable(Renew) == "1")
        {
            await File.WriteAllTextAsync(Page, renewed, TestContext.Current.CancellationToken);
            return;
        }

        Assert.True(renewed == text, $"docs/tools.md differs from the tools' schemas. Run this test with {Renew}=1 to renew its tables.");
    }

    private static string Table(JsonElement tool)
    {
        var schema = tool.GetProperty("inputSchema");
        string[] required = schema.TryGetProperty("required", out var names) ? [.. names.EnumerateArray().Select(name => name.GetString()!)] : [];
        var table = new StringBuilder($"{tool.GetProperty("description").GetString()}\n\n");
        var arguments = schema.GetProperty("properties").EnumerateObject().ToList();
        if (arguments.Count == 0)
        {
            return table.Append("It takes no arguments.\n").ToString();
        }

        table.Append("| argument | type | default | |\n|---|---|---|---|\n");
        foreach (var argument in arguments)
        {
            var parts = argument.Value.GetProperty("description").GetString()!.Split(". Default: ", 2);
            var fallback = required.Contains(argument.Name) ? "required" : parts[1];
            table.Append($"| `{argument.Name}` | {Type(argument.Value)} | {Cell(fallback)} | {Cell(parts[0])} |\n");
        }

        return table.ToString();
    }

    private static string Type(JsonElement schema)
    {
        if (schema.TryGetProperty("enum", out var choices))
        {
            return string.Join(", ", choices.EnumerateArray().Select(choice => $"`{choice.GetString()}`"));
        }

        var type = schema.GetProperty("type").GetString()! switch
        {
            "array" => "list of strings",
            "object" => "object of strings",
            var other => other,
        };
        return (schema.TryGetProperty("minimum", out var minimum), schema.TryGetProperty("maximum", out var maximum)) switch
        {
            (true, true) => $"{type}, {minimum} to {maximum}",
            (true, false) => $"{type}, from {minimum}",
            _ => type,
        };
    }

    // A backquote in a description is Stata's, and would begin code in Markdown.
    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal).Replace("`", "\\`", StringComparison.Ordinal);

    private static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "StataRuns.slnx")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The tests do not run inside the repository.");
        }

        return folder.FullName;
    }

    [GeneratedRegex(@"(?<begin><!-- schema of (?<tool>\w+) -->)\n.*?(?<end><!-- end of schema -->)", RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex Block();
}
