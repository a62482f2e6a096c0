using StataRuns.Cluster.Tests.Stage;

namespace StataRuns.Cluster.Tests.Deploy;

/// <summary>The composed cluster for the tests of one class, started when the first of them asks.</summary>
public sealed class SharedComposedCluster : IAsyncDisposable
{
    private Task<ComposedCluster>? _starting;

    /// <summary>The cluster; where there can be none, the test that asks is skipped with the reason.</summary>
    internal async Task<ComposedCluster> GetAsync()
    {
        Assert.SkipWhen(await Network.MissingAsync() is not null, await Network.MissingAsync() ?? "");
        return await (_starting ??= ComposedCluster.StartAsync());
    }

    /// <summary>Shows what the parts said while a test failed.</summary>
    internal void TellIfFailed()
    {
        if (TestContext.Current.TestState?.Result is TestResult.Failed && _starting is { IsCompletedSuccessfully: true })
        {
            TestContext.Current.TestOutputHelper?.WriteLine(_starting.Result.TakeNews());
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_starting is { IsCompletedSuccessfully: true })
        {
            await (await _starting).DisposeAsync();
        }
    }
}
