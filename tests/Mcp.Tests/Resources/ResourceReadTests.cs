using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using StataRuns.Mcp.Tests.Fakes;
using StataRuns.McpFrontend.Mcp.Resources;

namespace StataRuns.Mcp.Tests.Resources;

public sealed partial class ResourceReadTests
{
    private const long Day = 24 * 60 * 60 * 1000;

    public static TheoryData<string> Revisions => ResourceCalls.Revisions;

    [Theory(Timeout = 30_000), MemberData(nameof(Revisions))]
    public async Task I_can_read_a_run_its_log_and_its_graph(string revision)
    {
        await using var gateway = await Gateway.StartAsync();
        var run = gateway.Host.Add();
        run.Write("a line\nand \u00fcber\n");
        run.Draw("fit", "<svg>é</svg>");
        run.End();

        var snapshot = JsonElement.Parse((await gateway.ReadAsync(revision, run.Uri())).Content());
        var log = await gateway.ReadAsync(revision, run.Uri("/log"));
        var graph = await gateway.ReadAsync(revision, run.Uri("/graphs/fit"));

        Assert.Equal("succeeded", snapshot.GetProperty("status").GetString());
        Assert.Contains("1 graph: fit", snapshot.GetProperty("text").GetString(), StringComparison.Ordinal);
        var listed = Assert.Single(snapshot.GetProperty("graphs").EnumerateArray());
        Assert.Equal("fit", listed.GetProperty("name").GetString());
        Assert.Equal(run.Uri("/graphs/fit"), listed.GetProperty("uri").GetString());
        Assert.Equal("image/svg+xml", listed.GetProperty("mime_type").GetString());
        Assert.Equal(13, listed.GetProperty("bytes").GetInt64());
        Assert.Equal("a line\nand \u00fcber\n", log.Content());
        Assert.Equal("<svg>é</svg>", graph.Content());
        Assert.Equal("image/svg+xml", graph.GetProperty("contents")[0].GetProperty("mimeType").GetString());
        Assert.Equal(run.Uri("/graphs/fit"), graph.GetProperty("contents")[0].GetProperty("uri").GetString());
        if (revision == ResourceCalls.Stateless)
        {
            Assert.Equal(Day, graph.GetProperty("ttlMs").GetInt64());
            Assert.Equal("private", log.GetProperty("cacheScope").GetString());
        }
        else
        {
            Assert.False(graph.TryGetProperty("ttlMs", out _) || graph.TryGetProperty("cacheScope", out _), "earlier revisions know no such words");
        }
    }

    [Fact(Timeout = 30_000)]
    public async Task What_a_run_that_goes_on_shows_is_not_to_be_kept()
    {
        await using var gateway = await Gateway.StartAsync();
        var run = gateway.Host.Add();
        run.Write("so far\n");
        var log = await gateway.ReadAsync(ResourceCalls.Stateless, run.Uri("/log"));
        Assert.Equal("so far\n", log.Content());
        Assert.Equal(0, log.GetProperty("ttlMs").GetInt64());
    }

    [Fact(Timeout = 30_000)]
    public async Task Of_a_long_log_I_read_the_head_and_the_end_and_where_the_rest_is()
    {
        await using var gateway = await Gateway.StartAsync();
        var run = gateway.Host.Add();
        var log = string.Concat(Enumerable.Range(0, 30_000).Select(i => $"line {i} ü\n"));
        run.Write(log);
        run.End();

        var text = (await gateway.ReadAsync("2025-11-25", run.Uri("/log"))).Content();

        var cut = Assert.Single(Place().Matches(text));
        var raw = Encoding.UTF8.GetBytes(log);
        var from = int.Parse(cut.Groups["from"].Value, CultureInfo.InvariantCulture);
        var to = int.Parse(cut.Groups["to"].Value, CultureInfo.InvariantCulture);
        Assert.Equal(Encoding.UTF8.GetString(raw.AsSpan(0, from)), text[..(cut.Index)]);
        Assert.Equal(Encoding.UTF8.GetString(raw.AsSpan(to)), text[(cut.Index + cut.Length + 1)..]);
        Assert.InRange(Encoding.UTF8.GetByteCount(text), 90_000, 100_000);
        Assert.Contains($"{(to - from).ToString("N0", CultureInfo.InvariantCulture)} of {raw.Length.ToString("N0", CultureInfo.InvariantCulture)} bytes", cut.Value, StringComparison.Ordinal);
    }

    [Theory(Timeout = 30_000), MemberData(nameof(Revisions))]
    public async Task What_is_not_there_gets_the_error_that_the_revision_has_for_it(string revision)
    {
        await using var gateway = await Gateway.StartAsync();
        var run = gateway.Host.Add();
        run.Draw("fit", "<svg/>");
        run.End();
        var other = gateway.Host.Add(owner: "somebody-else");
        other.Draw("fit", "<svg/>");
        other.End();
        string[] uris =
        [
            "test://nothing", "stata://runs", "stata://runs/", "stata://runs/nonsense", "stata://runs/01jd8c6r3v9k2m5x7q0w4e1t8z.lab2/log",
            other.Uri(), other.Uri("/log"), other.Uri("/graphs/fit"),
            run.Uri("/"), run.Uri("/logs"), run.Uri("/log/"), run.Uri("/graphs"), run.Uri("/graphs/none"), run.Uri("/graphs/"),
            run.Uri("/graphs/..%2F..%2Foutput"), run.Uri("/graphs/../log"), run.Uri("/graphs/fit.svg"), run.Uri("/graphs/fit%00"),
        ];
        foreach (var uri in uris)
        {
            var error = await gateway.RefusedAsync(revision, uri);
            Assert.Equal(revision == ResourceCalls.Stateless ? -32602 : -32002, error.GetProperty("code").GetInt32());
            Assert.Equal(uri, error.GetProperty("data").GetProperty("uri").GetString());
            Assert.Contains("stata://runs/{run_id}", error.GetProperty("message").GetString(), StringComparison.Ordinal);
        }
    }

    [Theory(Timeout = 30_000), InlineData("{}"), InlineData("""{"uri":null}"""), InlineData("""{"uri":5}""")]
    public async Task A_read_without_an_address_says_what_is_missing(string parameters)
    {
        await using var gateway = await Gateway.StartAsync();
        var answer = await gateway.AskAsync("2025-11-25", "resources/read", JsonNode.Parse(parameters)!.AsObject());
        var error = answer.GetProperty("error");
        Assert.Equal(-32602, error.GetProperty("code").GetInt32());
        Assert.Contains("uri is missing, or no string", error.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_graph_that_is_too_large_or_was_taken_away_is_a_sentence()
    {
        await using var gateway = await Gateway.StartAsync();
        var run = gateway.Host.Add();
        run.Draw("large", new string(' ', GraphReader.Largest + 1));
        run.Draw("largest", new string(' ', GraphReader.Largest));
        run.Draw("gone", "<svg/>");
        run.End();
        run.Erase("gone");

        Assert.Contains("at most 10,485,760", (await gateway.RefusedAsync("2025-11-25", run.Uri("/graphs/large"))).GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Contains("was removed", (await gateway.RefusedAsync("2025-11-25", run.Uri("/graphs/gone"))).GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal(GraphReader.Largest, (await gateway.ReadAsync("2025-11-25", run.Uri("/graphs/largest"))).Content().Length);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_host_that_does_not_answer_is_said_and_nothing_hangs()
    {
        await using var gateway = await Gateway.StartAsync();
        var run = gateway.Host.Add();
        run.Draw("fit", "<svg/>");
        run.End();
        run.Fail(new TimeoutException("no answer"));
        foreach (var part in (string[])["/log", "/graphs/fit"])
        {
            var error = await gateway.RefusedAsync(ResourceCalls.Stateless, run.Uri(part));
            Assert.Contains("does not answer", error.GetProperty("message").GetString(), StringComparison.Ordinal);
        }
    }

    [Fact(Timeout = 30_000)]
    public async Task The_places_of_the_templates_are_completed()
    {
        await using var gateway = await Gateway.StartAsync();
        var run = gateway.Host.Add();
        run.Draw("fit", "<svg/>");
        run.Draw("fitted", "<svg/>");
        run.Draw("other", "<svg/>");
        run.End();
        gateway.Host.Add(owner: "somebody-else");

        Assert.Equal([run.Now.RunId.Text], await CompleteAsync(gateway, "run_id", run.Now.RunId.Text[..4]));
        Assert.Equal([run.Now.RunId.Text], await CompleteAsync(gateway, "run_id", ""));
        Assert.Empty(await CompleteAsync(gateway, "run_id", "zzz"));
        Assert.Equal(["fit", "fitted"], await CompleteAsync(gateway, "name", "fi", run.Now.RunId.Text));
        Assert.Empty(await CompleteAsync(gateway, "name", "fi"));
        Assert.Empty(await CompleteAsync(gateway, "nonsense", ""));
    }

    private static async Task<string[]> CompleteAsync(Gateway gateway, string argument, string begun, string? run = null)
    {
        var parameters = new JsonObject
        {
            ["ref"] = new JsonObject { ["type"] = "ref/resource", ["uri"] = "stata://runs/{run_id}/graphs/{name}" },
            ["argument"] = new JsonObject { ["name"] = argument, ["value"] = begun },
        };
        if (run is not null)
        {
            parameters["context"] = new JsonObject { ["arguments"] = new JsonObject { ["run_id"] = run } };
        }

        var result = await gateway.ResultAsync("2025-11-25", "completion/complete", parameters);
        return [.. result.GetProperty("completion").GetProperty("values").EnumerateArray().Select(value => value.GetString()!)];
    }

    [GeneratedRegex(@"\[\.\.\. .* bytes are left out here: .* offset (?<from>\d+), .* offset (?<to>\d+) \.\.\.\]")]
    private static partial Regex Place();
}
