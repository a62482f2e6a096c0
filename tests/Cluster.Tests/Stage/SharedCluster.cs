namespace StataRuns.Cluster.Tests.Stage;

/// <summary>
/// One cluster for all tests that break parts of it, one after the other: each gives back what it took away. It is started
/// before the first of them begins, whose time it is not.
/// </summary>
public sealed class SharedCluster : IAsyncLifetime
{
    private LiveCluster? _cluster;
    private bool _hasFailed;

    public async ValueTask InitializeAsync()
    {
        if (await Network.MissingAsync() is null)
        {
            _cluster = await LiveCluster.StartAsync();
        }
    }

    /// <summary>The cluster, whole; where there can be none, the test that asks is skipped with the reason.</summary>
    internal async Task<LiveCluster> WholeAsync()
    {
        Assert.SkipWhen(_cluster is null, await Network.MissingAsync() ?? "");
        if (_hasFailed)
        {
            await _cluster.RestoreAsync();
            _hasFailed = false;
        }

        await _cluster.IsWholeAsync();
        return _cluster;
    }

    /// <summary>Shows what the parts said while a test failed.</summary>
    internal void TellIfFailed()
    {
        if (TestContext.Current.TestState?.Result is TestResult.Failed && _cluster is not null)
        {
            _hasFailed = true;
            TestContext.Current.TestOutputHelper?.WriteLine(_cluster.TakeNews());
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_cluster is not null)
        {
            await _cluster.DisposeAsync();
        }
    }
}

/// <summary>The tests that share it, which therefore run one after the other.</summary>
[CollectionDefinition(nameof(SharedCluster))]
public sealed class SharingTheCluster : ICollectionFixture<SharedCluster>;

/// <summary>Those that break everything have a cluster of their own, beside the other one.</summary>
[CollectionDefinition(nameof(SharingASecondCluster))]
public sealed class SharingASecondCluster : ICollectionFixture<SharedCluster>;
