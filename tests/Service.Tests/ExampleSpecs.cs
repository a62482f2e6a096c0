using System.Text.Json;

namespace StataRuns.Service.Tests;

/// <summary>The examples do what their first lines promise.</summary>
public sealed class ExampleSpecs : IDisposable
{
    private readonly DataFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact(Timeout = 120_000)]
    public async Task The_examples_show_what_they_say()
    {
        await using var service = await RunningService.StartAsync(_folder);
        await using var client = await service.ConnectAsync();
        var examples = Path.Combine(Built.Repository, "examples");
        var before = Directory.GetFileSystemEntries(examples);
        Task<JsonElement> Run(string name, params string[] arguments) => client.RunFileAsync(
            Path.Combine(examples, name), ("arguments", arguments), ("wait", 100), ("output", "full"), ("max_output_chars", 100_000));

        var steps = await Run("long-run.do", "0.04");
        Assert.Equal("succeeded", steps.Status());
        Assert.Contains("3 steps, and nobody had to watch.", steps.GetProperty("text").GetString(), StringComparison.Ordinal);

        var error = await Run("error.do");
        Assert.Equal("failed", error.Status());
        Assert.Equal(111, error.GetProperty("return_code").GetInt32());
        Assert.Equal("model income", error.GetProperty("error").GetProperty("command").GetString());
        Assert.Equal(17, error.GetProperty("error").GetProperty("line").GetInt32());
        Assert.Contains("This line is in the log.", error.GetProperty("text").GetString(), StringComparison.Ordinal);

        var arguments = await Run("arguments.do", "2024", "New York", "0.01");
        Assert.Contains("Place: New York (2 words, 8 letters)", arguments.GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.Equal(198, (await Run("arguments.do")).GetProperty("return_code").GetInt32());

        var graphs = await Run("graphs.do");
        Assert.Equal("succeeded", graphs.Status());
        Assert.Equal(
            ["boxes", "distribution", "groups", "means", "points", "walk"],
            graphs.GetProperty("graphs").EnumerateArray().Select(graph => graph.GetProperty("name").GetString()).Order(StringComparer.Ordinal));

        var simulation = await Run("simulation.do");
        Assert.Equal("succeeded", simulation.Status());
        Assert.Contains("with robust ones. They promise 95%.", simulation.GetProperty("text").GetString(), StringComparison.Ordinal);

        Assert.Equal(before, Directory.GetFileSystemEntries(examples));
    }
}
