namespace StataRuns.Cluster.Tests.Stage;

/// <summary>What can be taken away from a cluster and given back: a silo, a gateway, the database.</summary>
internal interface IPart
{
    string Name { get; }

    /// <summary>Starts it; done when it works.</summary>
    Task StartAsync();

    /// <summary>As <c>kill -9</c> does it: no handler runs, nothing is flushed.</summary>
    Task KillAsync();
}
