namespace StataRuns.Cluster.Tests.Stage;

/// <summary>What the tests with the shared cluster have in common.</summary>
[Collection(nameof(SharedCluster))]
public abstract class ClusterSpecs(SharedCluster shared) : IAsyncLifetime
{
    private static int _files;

    internal LiveCluster Cluster { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Cluster = await shared.WholeAsync();

    public ValueTask DisposeAsync()
    {
        shared.TellIfFailed();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    /// <summary>A do-file that says half of its lines and then waits for the test's word.</summary>
    internal HeldDoFile Held() => new(Cluster.Folder, NewName());

    /// <summary>A do-file that says so many lines.</summary>
    internal CountedDoFile Lines(int count, int pauseMilliseconds, string end = "") => new(
        Cluster.Folder, NewName(), count, $$"""
        forvalues i = 1/{{count}} {
            display "line `i' of {{count}}"
            sleep {{pauseMilliseconds}}
        }
        display "the end"
        {{end}}
        """);

    private static string NewName() => FormattableString.Invariant($"work-{Interlocked.Increment(ref _files)}");
}
