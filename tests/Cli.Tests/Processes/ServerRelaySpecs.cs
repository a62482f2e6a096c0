using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace StataRuns.Cli.Tests.Processes;

/// <summary>An MCP client on a user's machine, whose entry <c>connect</c> wrote, with a real service on another one.</summary>
public sealed class ServerRelaySpecs
{
    [Theory(Timeout = 60_000)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_client_gets_an_entry_without_a_key_that_works_after_a_login(bool isDefault)
    {
        await using var laptop = new Laptop();
        await laptop.StartServerAsync();
        if (!isDefault)
        {
            var (_, _, early) = await laptop.RunAsync(["connect", "cursor", "--scope", "project", "--server", laptop.Url]);
            Assert.Contains($"\"stataruns login {laptop.Url}\" keeps yours", early, StringComparison.Ordinal);
        }

        await laptop.LogInAsync();
        var (code, output, error) = await laptop.RunAsync(
            ["connect", "cursor", "--scope", "project", "--write", .. isDefault ? (string[])[] : ["--server", laptop.Url]],
            null,
            isDefault ? [] : [("StataRuns__DataDirectory", Path.Join(laptop.Work, "data")), ("STATARUNS_KEY", laptop.Key)]);
        Assert.True(code == 0, error);
        var written = await File.ReadAllTextAsync(Path.Join(laptop.Work, ".cursor", "mcp.json"), TestContext.Current.CancellationToken);
        Assert.DoesNotContain(laptop.Key, written + output + error, StringComparison.Ordinal);
        var entry = JsonElement.Parse(written).GetProperty("mcpServers").GetProperty("stata");
        var arguments = entry.GetProperty("args").EnumerateArray().Select(argument => argument.GetString()!).ToList();
        Assert.Equal(["stdio", "--server", laptop.Url], arguments);

        using var client = Process.Start(laptop.Start(entry.GetProperty("command").GetString()!, arguments))!;
        await AskAsync(client, 1, "initialize", """{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"a-test","version":"1"}}""");
        await SayAsync(client, """{"jsonrpc":"2.0","method":"notifications/initialized"}""");
        var call = new JsonObject { ["name"] = "stata_run_file", ["arguments"] = new JsonObject { ["file_path"] = laptop.Server.Lines(3, 10), ["wait"] = 30 } };
        var answer = await AskAsync(client, 2, "tools/call", call.ToJsonString());
        var snapshot = answer.GetProperty("result").GetProperty("structuredContent");
        Assert.Equal("succeeded", snapshot.GetProperty("status").GetString());
        Assert.Equal("ann", snapshot.GetProperty("owner").GetString());

        client.StandardInput.Close();
        await client.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, client.ExitCode);
        Assert.False(laptop.HasServiceOfItsOwn);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_relay_without_a_key_says_so_in_its_answers()
    {
        await using var laptop = new Laptop();
        await laptop.StartServerAsync();
        using var client = Process.Start(laptop.Start(Laptop.Program, ["stdio", "--server", laptop.Url]))!;
        var answer = await AskAsync(client, 1, "initialize", """{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"a-test","version":"1"}}""");
        Assert.Contains($"stataruns login {laptop.Url}", answer.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
        client.StandardInput.Close();
        await client.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    [Fact(Timeout = 60_000)]
    public async Task The_headers_of_a_client_that_connects_by_address_have_the_servers_key()
    {
        await using var laptop = new Laptop();
        await laptop.StartServerAsync();
        await laptop.LogInAsync();
        var (code, output, error) = await laptop.RunAsync(["connect", "--headers", "--server", laptop.Url]);
        Assert.True(code == 0, error);
        Assert.Equal($$"""{"Authorization":"Bearer {{laptop.Key}}"}""", output.Trim());
        (code, output, _) = await laptop.RunAsync(["connect", "claude-code", "--http", "--json"]);
        Assert.Equal(0, code);
        Assert.Contains($"{laptop.Url}/mcp", output, StringComparison.Ordinal);
        Assert.Contains($"connect --headers --server {laptop.Url}", output, StringComparison.Ordinal);
        Assert.DoesNotContain(laptop.Key, output, StringComparison.Ordinal);
    }

    private static Task SayAsync(Process client, string message) => client.StandardInput.WriteLineAsync(message);

    private static async Task<JsonElement> AskAsync(Process client, int id, string method, string parameters)
    {
        await SayAsync(client, $$"""{"jsonrpc":"2.0","id":{{id}},"method":"{{method}}","params":{{parameters}}}""");
        while (await client.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            var message = JsonElement.Parse(line);
            if (message.TryGetProperty("id", out var answered) && answered.GetInt32() == id)
            {
                return message;
            }
        }

        throw new InvalidOperationException("The relay ended without an answer.");
    }
}
