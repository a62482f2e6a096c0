namespace StataRuns.Service.Tests;

/// <summary>Silo and gateway for as long as a test has them. Those that nothing was done to are the next test's.</summary>
internal sealed class LentProcesses : IDisposable
{
    private readonly DataFolder _folder;
    private readonly SharedProcesses _shared;
    private readonly string _ownData;

    private LentProcesses(DataFolder folder, SharedProcesses shared, TwoProcesses processes)
    {
        (_folder, _shared, Processes, _ownData) = (folder, shared, processes, folder.Data);
        folder.Data = processes.Data;
    }

    public TwoProcesses Processes { get; }

    /// <summary>Lends two of those that run, or two that are still to be started.</summary>
    /// <param name="folder">The test's; its data are those of the silo from now on.</param>
    /// <param name="isOrdinary">The test wants no settings of its own.</param>
    public static async Task<LentProcesses> ToAsync(DataFolder folder, bool isOrdinary)
    {
        var shared = await TestContext.Current.GetFixture<SharedProcesses>() ?? throw new InvalidOperationException("There are no shared processes.");
        return new LentProcesses(folder, shared, isOrdinary ? await shared.TakeAsync() : await SharedProcesses.NewAsync(folder.Data));
    }

    public void Dispose()
    {
        _folder.Data = _ownData;
        if (Processes is { IsOrdinary: true, BothLive: true })
        {
            Leftovers.Stop(Processes.Data);
            _shared.Return(Processes);
        }
        else
        {
            Processes.Dispose();
            Leftovers.Stop(Processes.Data);
        }
    }
}
