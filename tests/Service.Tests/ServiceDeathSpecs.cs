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
        Task call;
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
        Assert.Equal(1, _folder.Starts);
        await call;
    }

    private static async Task CallAsync(RunningService service, string file)
    {
        try
        {
            await using var client = await service.ConnectAsync();
            await client.RunFileAsync(file, ("wait", 20));
        }
        catch (Exception e) when (e is HttpRequestException or IOException or InvalidOperationException or ModelContextProtocol.McpException)
        {
            // The service died under the call, as it was told to.
        }
    }
}
