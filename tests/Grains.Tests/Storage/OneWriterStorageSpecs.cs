using System.Collections.Concurrent;
using Orleans.Runtime;
using Orleans.Storage;
using StataRuns.Storage;

namespace StataRuns.Grains.Tests.Storage;

/// <summary>States are written one at a time, in the order of the calls, and no grain's turn waits for a disk.</summary>
public sealed class OneWriterStorageSpecs : IDisposable
{
    private readonly Database _database = new();

    public void Dispose() => _database.Dispose();

    [Fact(Timeout = 20_000)]
    public async Task A_slow_disk_keeps_no_caller_and_the_state_changes_in_the_callers_turn()
    {
        using var disk = new SlowDisk();
        using var storage = new OneWriterStorage(disk, _database.Source.Readers);
        var turn = new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler;
        var state = new GrainState<string>("new");

        var writing = await Task.Factory.StartNew(() => storage.WriteStateAsync("run", Id(1), state), TestContext.Current.CancellationToken, TaskCreationOptions.None, turn);

        // The turn is over while the disk is at work: another call of the same grain has its own.
        Assert.False(await Task.Factory.StartNew(() => writing.IsCompleted || state.RecordExists, TestContext.Current.CancellationToken, TaskCreationOptions.None, turn));
        disk.Go();
        await writing;
        Assert.Equal(("1", true), (state.ETag, state.RecordExists));
        Assert.False(disk.WasInTurn);
    }

    [Fact(Timeout = 20_000)]
    public async Task Writes_are_done_one_at_a_time_in_the_order_of_the_calls()
    {
        using var disk = new SlowDisk();
        using var storage = new OneWriterStorage(disk, _database.Source.Readers);

        var writes = Enumerable.Range(1, 100).Select(i => storage.WriteStateAsync("run", Id(i), new GrainState<string>("x"))).ToList();
        disk.Go();
        await Task.WhenAll(writes);

        Assert.Equal(Enumerable.Range(1, 100).Select(Id), disk.Written);
        Assert.Equal(1, disk.MostAtOnce);
    }

    [Fact(Timeout = 20_000)]
    public async Task A_write_that_failed_leaves_the_state_and_lets_the_next_one_in()
    {
        using var disk = new SlowDisk { Failure = new IOException("full") };
        using var storage = new OneWriterStorage(disk, _database.Source.Readers);
        disk.Go();
        var state = new GrainState<string>("new");

        await Assert.ThrowsAsync<IOException>(() => storage.WriteStateAsync("run", Id(1), state));
        Assert.Equal((null, false), (state.ETag, state.RecordExists));
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => storage.WriteStateAsync("run", Id(1), state, cancelled.Token));

        disk.Failure = null;
        await storage.WriteStateAsync("run", Id(2), state);
        Assert.True(state.RecordExists);
        await storage.ClearStateAsync("run", Id(2), state);
        Assert.Equal((null, false, null), (state.ETag, state.RecordExists, state.State));
        await storage.ReadStateAsync("run", Id(2), state);
        Assert.Equal("read", state.State);
    }

    private static GrainId Id(int number) => GrainId.Create("run", $"01{number:D24}.lab2");

    /// <summary>A synchronous store, as SQLite's driver is one.</summary>
    private sealed class SlowDisk : IGrainStorage, IDisposable
    {
        private readonly ManualResetEventSlim _goes = new();
        private readonly ConcurrentQueue<GrainId> _written = new();
        private int _atOnce;

        public Exception? Failure { get; set; }

        public int MostAtOnce { get; private set; }

        public bool WasInTurn { get; private set; }

        public IEnumerable<GrainId> Written => _written;

        public void Go() => _goes.Set();

        public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
        {
            grainState.State = (T)(object)"read";
            return Task.CompletedTask;
        }

        public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
        {
            WasInTurn |= TaskScheduler.Current != TaskScheduler.Default;
            MostAtOnce = Math.Max(MostAtOnce, Interlocked.Increment(ref _atOnce));
            _goes.Wait();
            Interlocked.Decrement(ref _atOnce);
            if (Failure is { } failure)
            {
                return Task.FromException(failure);
            }

            _written.Enqueue(grainId);
            (grainState.ETag, grainState.RecordExists) = ("1", true);
            return Task.CompletedTask;
        }

        public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
        {
            (grainState.State, grainState.ETag, grainState.RecordExists) = (default!, null, false);
            return Task.CompletedTask;
        }

        public void Dispose() => _goes.Dispose();
    }
}
