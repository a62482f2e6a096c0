namespace StataRuns.Cluster.Tests.Stage;

/// <summary>
/// One cluster for all tests that break parts of it, one after the other: each gives back what it took away. It is started when
/// the first of them asks.
/// </summary>
public sealed class SharedCluster : IAsyncDisposable
{
    private Task<LiveCluster>? _starting;

    /// <summary>The cluster, whole; where there can be none, the test that asks is skipped with the reason.</summary>
    internal async Task<LiveCluster> WholeAsync()
    {
        Assert.SkipWhen(await Network.MissingAsync() is not null, await Network.MissingAsync() ?? "");
        var cluster = await (_starting ??= LiveCluster.StartAsync());
        await cluster.IsWholeAsync();
        return cluster;
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

/// <summary>The tests that share it, which therefore run one after the other.</summary>
[CollectionDefinition(nameof(SharedCluster))]
public sealed class SharingTheCluster : ICollectionFixture<SharedCluster>;

/// <summary>Those that break everything have a cluster of their own, beside the other one.</summary>
[CollectionDefinition(nameof(SharingASecondCluster))]
public sealed class SharingASecondCluster : ICollectionFixture<SharedCluster>;
