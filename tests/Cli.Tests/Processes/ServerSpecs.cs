namespace StataRuns.Cli.Tests.Processes;

/// <summary>The real program on a user's machine, with a real service that asks for keys on another one.</summary>
public sealed class ServerSpecs
{
    [Fact(Timeout = 120_000)]
    public async Task After_a_login_every_verb_works_with_the_server_and_nothing_is_started_here()
    {
        await using var laptop = new Laptop();
        await laptop.StartServerAsync();
        var file = laptop.Server.Lines(5, 10);
        var (code, output, error) = await laptop.RunAsync(["login", laptop.Url + "/mcp"], laptop.Key + "\n");
        Assert.True(code == 0, error);
        Assert.Contains($"Logged in to {laptop.Url} as ann", output, StringComparison.Ordinal);
        Assert.DoesNotContain(laptop.Key, output + error, StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(laptop.KeptFile));
        }

        // The server runs the stand-in, which is never taken for Stata, and a try-out of this machine goes by its own data folder.
        (code, _, error) = await laptop.RunAsync(["run", file]);
        Assert.Equal(2, code);
        Assert.Contains($"say --stand-in with --server {laptop.Url}", error, StringComparison.Ordinal);
        (code, output, error) = await laptop.RunAsync(["run", file, "--stand-in", "--server", laptop.Url]);
        Assert.True(code == 0, error);
        Assert.Contains("line 5 of 5", output, StringComparison.Ordinal);
        var runId = (await laptop.RunAsync(["ps", "--all"])).Output.Split('\n')[1].Split(' ')[0];
        Assert.Contains($"logs {runId} --stand-in --server {laptop.Url}", error, StringComparison.Ordinal);

        foreach (var words in (string[][])[["logs", runId], ["attach", runId], ["logs", runId, "-f"]])
        {
            (code, output, error) = await laptop.RunAsync(words);
            Assert.True(code == 0, error);
            Assert.Contains("line 5 of 5", output, StringComparison.Ordinal);
        }

        (code, output, error) = await laptop.RunAsync(["rerun", runId, "--stand-in", "--server", laptop.Url]);
        Assert.True(code == 0, error);
        (code, output, error) = await laptop.RunAsync(["keep", runId]);
        Assert.True(code == 0, error);
        (code, output, error) = await laptop.RunAsync(["cancel", runId]);
        Assert.True(code == 0, error);
        (code, output, error) = await laptop.RunAsync(["rm", runId]);
        Assert.True(code == 0, error);

        (code, output, error) = await laptop.RunAsync(["status"]);
        Assert.True(code == 0, error);
        Assert.Contains($"running   {laptop.Url} (MCP at {laptop.Url}/mcp), by the last login", output, StringComparison.Ordinal);
        Assert.Contains("owner     ann", output, StringComparison.Ordinal);
        Assert.Contains("\"owner\": \"ann\"", (await laptop.RunAsync(["status", "--json"])).Output, StringComparison.Ordinal);

        (code, _, error) = await laptop.RunAsync(["stop"]);
        Assert.Equal(2, code);
        Assert.Contains("A key ends no service", error, StringComparison.Ordinal);
        (code, _, error) = await laptop.RunAsync(["doctor", "--server", laptop.Url]);
        Assert.Equal(2, code);
        Assert.Contains("works on this machine", error, StringComparison.Ordinal);
        Assert.False(laptop.HasServiceOfItsOwn);

        (code, output, _) = await laptop.RunAsync(["logout"]);
        Assert.Equal(0, code);
        Assert.Contains($"Logged out of {laptop.Url}", output, StringComparison.Ordinal);
        Assert.DoesNotContain(laptop.Key, await File.ReadAllTextAsync(laptop.KeptFile, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Contains("No service is running on", (await laptop.RunAsync(["status"])).Output, StringComparison.Ordinal);
        Assert.Contains("asks for a key, and none is kept", (await laptop.RunAsync(["ps", "--server", laptop.Url])).Error, StringComparison.Ordinal);
        Assert.False(laptop.HasServiceOfItsOwn);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_script_gives_server_and_key_in_its_environment_and_paths_are_the_servers()
    {
        await using var laptop = new Laptop();
        await laptop.StartServerAsync();
        var file = laptop.Server.Lines(2, 1);
        (string, string?)[] variables = [("STATARUNS_SERVER", laptop.Url), ("STATARUNS_KEY", laptop.Key)];

        var (code, output, error) = await laptop.RunAsync(["run", file, "--stand-in"], null, variables);
        Assert.True(code == 0, error);
        Assert.Contains("line 2 of 2", output, StringComparison.Ordinal);

        // A do-file that is here alone goes by standard input.
        (code, output, error) = await laptop.RunAsync(["run", "-", "--stand-in"], "display 6*7\n", variables);
        Assert.True(code == 0, error);
        Assert.Contains("42", output, StringComparison.Ordinal);

        (code, _, error) = await laptop.RunAsync(["run", "/home/ann/nowhere.do", "--stand-in"], null, variables);
        Assert.Equal(2, code);
        Assert.Contains("/home/ann/nowhere.do", error, StringComparison.Ordinal);
        Assert.Contains("files are read by the server, so name the path that the file has there", error, StringComparison.Ordinal);

        (code, _, error) = await laptop.RunAsync(["run", file, "--working-dir", "/home/ann/nothing", "--stand-in"], null, variables);
        Assert.Equal(2, code);
        Assert.Contains("files are read by the server", error, StringComparison.Ordinal);
        Assert.False(File.Exists(laptop.KeptFile));
        Assert.False(laptop.HasServiceOfItsOwn);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_server_that_was_killed_is_waited_for_and_never_started_here()
    {
        await using var laptop = new Laptop();
        await laptop.StartServerAsync();
        await laptop.LogInAsync();
        using var run = laptop.Call(["run", laptop.Server.Lines(80, 100), "--stand-in", "--server", laptop.Url]);
        await run.PrintsAsync("line 2 of 80");
        await laptop.KillServerAsync();
        await Eventually.TrueAsync(() => run.Error.Contains($"Connection to the server at {laptop.Url} lost; the run goes on. Waiting until it answers again", StringComparison.Ordinal), "it says what it waits for");

        var (code, output, _) = await laptop.RunAsync(["status", "--json"]);
        Assert.Equal(3, code);
        Assert.Contains("\"running\": false", output, StringComparison.Ordinal);
        using var question = laptop.Call(["ps", "--all"]);
        await Eventually.TrueAsync(() => question.Error.Contains($"The server at {laptop.Url} does not answer; waiting for it, 30 s at most", StringComparison.Ordinal), "the question waits");

        await laptop.StartServerAsync();
        Assert.True(await question.ExitAsync() == 0, question.Error);
        Assert.True(await run.ExitAsync() == 0, run.Error);
        var shown = run.OutputText.Split('\n').Where(line => line.StartsWith("line ", StringComparison.Ordinal)).ToList();
        Assert.Equal(Enumerable.Range(1, 80).Select(i => $"line {i} of 80"), shown);
        Assert.Contains(run.RunId!, question.OutputText, StringComparison.Ordinal);
        Assert.Equal(2, question.OutputText.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.False(laptop.HasServiceOfItsOwn);
    }

    [Fact(Timeout = 90_000)]
    public async Task A_question_to_a_server_that_stays_away_ends_with_a_sentence()
    {
        await using var laptop = new Laptop();
        await laptop.StartServerAsync();
        await laptop.LogInAsync();
        await laptop.KillServerAsync();
        var (code, _, error) = await laptop.RunAsync(["ps"]);
        Assert.Equal(3, code);
        Assert.Contains($"The server at {laptop.Url} did not answer within 30 s, and is not started from here.", error, StringComparison.Ordinal);
    }
}
