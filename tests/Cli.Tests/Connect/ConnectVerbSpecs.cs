using System.Text.Json;
using StataRuns.Cli.Tests.Processes;

namespace StataRuns.Cli.Tests.Connect;

/// <summary>The verb as it is called.</summary>
public sealed class ConnectVerbSpecs
{
    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task I_can_connect_a_client_and_disconnect_it_again()
    {
        await using var bench = new Bench();
        var file = Path.Join(bench.Work, ".cursor", "mcp.json");
        var (code, output, error) = await bench.RunAsync("connect", "cursor", "--scope", "project", "--write", "--name", "mine");
        Assert.True(code == 0, error);
        Assert.Contains($"Added the server \"mine\" to {file}.", output, StringComparison.Ordinal);
        using (var json = JsonDocument.Parse(await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken)))
        {
            var entry = json.RootElement.GetProperty("mcpServers").GetProperty("mine");
            Assert.True(File.Exists(entry.GetProperty("command").GetString()));
            var arguments = entry.GetProperty("args").EnumerateArray().Select(argument => argument.GetString()).ToList();
            Assert.Equal("stdio", arguments[0]);
            Assert.Contains($"--StataRuns:DataDirectory={bench.Data}", arguments);
        }

        Assert.Contains("project: mine", (await bench.RunAsync("connect")).Output, StringComparison.Ordinal);
        (code, output, _) = await bench.RunAsync("connect", "cursor", "--scope", "project", "--undo", "--name", "mine");
        Assert.Equal(0, code);
        Assert.Contains("held nothing else and is gone", output, StringComparison.Ordinal);
        Assert.False(File.Exists(file));
    }

    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task Programs_get_the_same_as_JSON()
    {
        await using var bench = new Bench();
        var (code, output, _) = await bench.RunAsync("connect", "codex", "--scope", "project", "--json");
        Assert.Equal(0, code);
        using var json = JsonDocument.Parse(output);
        Assert.Equal("none", json.RootElement.GetProperty("action").GetString());
        Assert.StartsWith("[mcp_servers.stata]\n", json.RootElement.GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.Equal(60, json.RootElement.GetProperty("entry").GetProperty("startup_timeout_sec").GetInt32());
        Assert.False(Directory.Exists(Path.Join(bench.Work, ".codex")));

        using var list = JsonDocument.Parse((await bench.RunAsync("connect", "--json")).Output);
        Assert.Equal(
            ["claude-code", "claude-desktop", "cursor", "vscode", "codex"],
            list.RootElement.EnumerateArray().Select(client => client.GetProperty("client").GetString()));
    }

    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task The_token_goes_to_who_asks_for_the_headers_and_not_into_a_project_s_file()
    {
        await using var bench = new Bench();
        Directory.CreateDirectory(bench.Data);
        await File.WriteAllTextAsync(Path.Join(bench.Data, "token"), "s3cret\n", TestContext.Current.CancellationToken);
        Assert.Equal("{\"Authorization\":\"Bearer s3cret\"}", (await bench.RunAsync("connect", "--headers")).Output.Trim());

        var (code, _, error) = await bench.RunAsync("connect", "vscode", "--http", "--urls", "http://127.0.0.1:4100", "--with-token", "--scope", "project", "--write");
        Assert.Equal(2, code);
        Assert.Contains("does not belong there", error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Join(bench.Work, ".vscode")));
    }
}
