using System.Collections.Concurrent;
using System.Globalization;
using StataRuns.Cluster.Tests.Postgres;

[assembly: AssemblyFixture(typeof(StataRuns.Service.Tests.SharedProcesses))]

namespace StataRuns.Service.Tests;

/// <summary>Silos and gateways that were started for a test and that nothing was done to.</summary>
public sealed class SharedProcesses : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("stataruns-test-").FullName;
    private readonly ConcurrentBag<TwoProcesses> _idle = [];
    private int _count;

    /// <summary>Two that are to be started, or that run.</summary>
    /// <param name="data">The silo's data folder.</param>
    internal static async Task<TwoProcesses> NewAsync(string data)
    {
        var postgres = await TestContext.Current.GetFixture<SharedPostgres>() ?? throw new InvalidOperationException("There is no shared server.");
        return new TwoProcesses(data, (await postgres.CreateAsync()).ConnectionString());
    }

    internal async Task<TwoProcesses> TakeAsync() =>
        _idle.TryTake(out var idle) ? idle : await NewAsync(Path.Combine(_root, Interlocked.Increment(ref _count).ToString(CultureInfo.InvariantCulture)));

    internal void Return(TwoProcesses processes) => _idle.Add(processes);

    public void Dispose()
    {
        foreach (var processes in _idle)
        {
            processes.Dispose();
        }

        Directory.Delete(_root, recursive: true);
    }
}
