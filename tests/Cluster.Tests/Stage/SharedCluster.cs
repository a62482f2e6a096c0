namespace StataRuns.Cluster.Tests.Stage;

/// <summary>
/// One cluster for all tests that break parts of it, one after the other: each gives back what it took away. It is started when
/// the first of them asks.
/// </summary>
public sealed class SharedCluster : IAsyncDisposable
{
    private LiveCluster? _cluster;

    /// <summary>The cluster, whole; where there can be none, the test that asks is skipped with the reason.</summary>
    internal async Task<LiveCluster> WholeAsync()
    {
        Assert.SkipWhen(await Network.MissingAsync() is not null, await Network.MissingAsync() ?? "");
        _cluster ??= await LiveCluster.StartAsync();
        _cluster.TakeNews();
        await _cluster.IsWholeAsync();
        return _cluster;
    }

    /// <summary>Shows what the parts said while a test failed.</summary>
    internal void TellIfFailed()
    {
        if (TestContext.Current.TestState?.Result is TestResult.Failed && _cluster is not null)
        {
            TestContext.Current.TestOutputHelper?.WriteLine(_cluster.TakeNews());
        }
    }

    public ValueTask DisposeAsync() => _cluster?.DisposeAsync() ?? ValueTask.CompletedTask;
}

/// <summary>The tests that share it, which therefore run one after the other.</summary>
[CollectionDefinition(nameof(SharedCluster))]
public sealed class SharingTheCluster : ICollectionFixture<SharedCluster>;
