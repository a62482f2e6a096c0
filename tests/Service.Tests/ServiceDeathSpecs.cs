using System.Text.Json;

namespace StataRuns.Service.Tests;

/// <summary>The service dies at each of its durable steps, as if by a power cut.</summary>
public sealed class ServiceDeathSpecs : IDisposable
{
    private readonly DataFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory(Timeout = 60_000)]
    [InlineData("silo.kept-do-file")]
    [InlineData("silo.created")]
    [InlineData("silo.starting")]
    [InlineData("silo.prepared")]
    [InlineData("silo.runner-started")]
    [InlineData("silo.running")]
    [InlineData("silo.ending")]
    [InlineData("silo.ended")]
    [InlineData("gateway.submitted")]
    [InlineData("gateway.answered")]
    public async Task Wherever_the_service_dies_the_repeated_call_gets_the_one_result(string place)
    {
        // A run that is over before the service knows that it runs has no such step: this one waits for the death.
        // Beside its folder: what changes there after its end is a reason to run it again.
        var died = Path.Combine(Directory.CreateDirectory(_folder.Work + "-signals").FullName, "died");
        var file = _folder.Lines(
            "main.do", 5, pauseMilliseconds: 20, first: place == "silo.running" ? $"shell timeout 60 sh -c 'until [ -e {died} ]; do sleep 0.05; done'" : "");
        Task<JsonElement?> call;
        await using (var dying = await RunningService.StartAsync(_folder, failAt: place))
        {
            call = CallAsync(dying, file);
            await dying.HasDiedAsync();
        }

        await File.WriteAllTextAsync(died, "", TestContext.Current.CancellationToken);

        await using var service = await RunningService.StartAsync(_folder);
        await using var client = await service.ConnectAsync();
        var run = await client.RunFileAsync(file, ("wait", 20));
        var end = await client.EndAsync(run.RunId());

        // Also where it was answered already: that the answer arrived was not written down yet, so it is delivered again, and not run again.
        Assert.Equal("succeeded", end.Status());
        Calls.HasEveryLineOnce(await client.LogAsync(run.RunId()), 5);

        // Where the gateway went on, the first call may have got the result by itself, and before the second was made: that one is a new run then.
        var isAnswered = await call is { } first && first.Status() == "succeeded" && first.RunId() != run.RunId();
        Assert.Equal(isAnswered ? 2 : 1, _folder.Starts);
    }

    /// <summary>Calls; null if the service died under the call, as it was told to.</summary>
    private static async Task<JsonElement?> CallAsync(RunningService service, string file)
    {
        try
        {
            await using var client = await service.ConnectAsync();
            return await client.RunFileAsync(file, ("wait", 20));
        }
        catch (Exception e) when (e is HttpRequestException or IOException or InvalidOperationException or ModelContextProtocol.McpException)
        {
            return null;
        }
    }
}
