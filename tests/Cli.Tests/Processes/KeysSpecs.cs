using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace StataRuns.Cli.Tests.Processes;

/// <summary>The real program: keys, and a service that asks for them.</summary>
public sealed class KeysSpecs
{
    [Fact(Timeout = 60_000)]
    public async Task A_new_key_is_alone_on_standard_output_and_its_digest_is_in_the_settings_that_are_said()
    {
        await using var bench = new Bench();
        var (code, output, error) = await bench.RunAsync("keys", "new", "ann");
        Assert.Equal(0, code);
        var key = output.TrimEnd('\n');
        Assert.Matches(new Regex("^sr_[A-Za-z0-9_-]{43}$"), key);
        Assert.DoesNotContain(key, error, StringComparison.Ordinal);
        Assert.Contains($"StataRuns__Auth__ApiKeys__ann={Digest(key)}", error, StringComparison.Ordinal);
        Assert.Contains($"\"ann\": \"{Digest(key)}\"", error, StringComparison.Ordinal);
        Assert.NotEqual(output, (await bench.RunAsync("keys", "new", "ann")).Output);

        (code, output, error) = await bench.RunAsync("keys", "new", "Bob@x.org", "--json");
        Assert.Equal(0, code);
        Assert.Empty(error);
        using var json = JsonDocument.Parse(output);
        Assert.Equal("bob@x.org", json.RootElement.GetProperty("owner").GetString());
        Assert.Equal(Digest(json.RootElement.GetProperty("key").GetString()!), json.RootElement.GetProperty("sha256").GetString());
        Assert.Equal("StataRuns:Auth:ApiKeys:bob@x.org", json.RootElement.GetProperty("setting").GetString());
    }

    [Fact(Timeout = 120_000)]
    public async Task With_keys_each_owner_sees_their_own_runs_from_the_terminal_and_the_services_user_ends_it()
    {
        await using var bench = new Bench();
        bench.DoFile("short.do", "display 6*7\n");
        var (ann, bob) = ((await bench.RunAsync("keys", "new", "ann")).Output.Trim(), (await bench.RunAsync("keys", "new", "bob")).Output.Trim());
        string[] settings =
        [
            "--StataRuns:Auth:Mode=ApiKeys",
            $"--StataRuns:Auth:ApiKeys:ann={Digest(ann)}",
            $"--StataRuns:Auth:ApiKeys:bob={Digest(bob)}",
        ];
        using var run = bench.Call(["run", "short.do", $"--StataRuns:Auth:Token={ann}", .. settings]);
        Assert.True(await run.ExitAsync() == 0, run.Error);

        Assert.Contains(run.RunId!, (await bench.RunAsync("ps", "--all", "--json", $"--StataRuns:Auth:Token={ann}")).Output, StringComparison.Ordinal);
        Assert.DoesNotContain(run.RunId!, (await bench.RunAsync("ps", "--all", "--json", $"--StataRuns:Auth:Token={bob}")).Output, StringComparison.Ordinal);
        Assert.Equal(2, (await bench.RunAsync("logs", run.RunId!, $"--StataRuns:Auth:Token={bob}")).Code);

        // Without a key the data folder's token is all that there is: it tells how the service is, and ends it.
        var (code, _, error) = await bench.RunAsync("ps");
        Assert.NotEqual(0, code);
        Assert.Contains("StataRuns__Auth__Token", error, StringComparison.Ordinal);
        Assert.Equal(0, (await bench.RunAsync("status")).Code);
        Assert.Contains("A key is for runs", (await bench.RunAsync("stop", $"--StataRuns:Auth:Token={ann}")).Error, StringComparison.Ordinal);
        Assert.Equal(0, (await bench.RunAsync("stop", "--StataRuns:Auth:Mode=ApiKeys", $"--StataRuns:Auth:Token={ann}")).Code);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("--StataRuns:Auth:Mode=ApiKeys", "there is no key in StataRuns:Auth:ApiKeys")]
    [InlineData("--StataRuns:Auth:ApiKeys:ann=e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", "which takes none")]
    [InlineData("--StataRuns:Auth:ApiKeys:ann=e3b0c442", "StataRuns:Auth:ApiKeys:ann is a value that is not shown, but must be the SHA-256")]
    [InlineData("--StataRuns:Cluster:ConnectionString=Host=nowhere.invalid", "A cluster takes ApiKeys only")]
    [InlineData("--urls=http://0.0.0.0:0", "beyond this machine")]
    [InlineData("--urls=https://127.0.0.1:0", "needs a certificate")]
    public async Task A_door_that_would_let_in_the_wrong_ones_stops_the_start_with_a_sentence(string setting, string sentence)
    {
        await using var bench = new Bench();
        var (code, output, error) = await bench.RunAsync("serve", setting);
        Assert.Equal(2, code);
        Assert.Empty(output);
        Assert.Contains(sentence, Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    private static string Digest(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
}
