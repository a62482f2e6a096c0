using System.Collections.Concurrent;
using StataRuns.Hosts;
using StataRuns.McpFrontend.Following;
using StataRuns.Output;
using StataRuns.Runs;
using StataRuns.Storage;

namespace StataRuns.Mcp.Tests.Fakes;

/// <summary>A host whose runs are the test's.</summary>
internal sealed class FakeHost : IRunGrains, IRunDirectory, IHostGrain
{
    public const string Name = "testhost";

    private readonly ConcurrentDictionary<RunId, FakeRun> _runs = new();

    /// <summary>How the next submissions are answered; by default each makes a run that is running.</summary>
    public Func<RunRequest, SubmitResult>? WhenSubmitted { get; set; }

    /// <summary>What was submitted.</summary>
    public ConcurrentQueue<RunRequest> Submitted { get; } = new();

    /// <summary>How far a search goes that does not compare all runs.</summary>
    public DateTimeOffset? SearchedTo { get; set; }

    /// <summary>How many observers can be reached.</summary>
    public int References;

    public FakeRun this[RunId id] => _runs[id];

    /// <summary>A run that is running.</summary>
    public FakeRun Add(string? owner = null)
    {
        var run = new FakeRun(AnyRun.Running(RunId.New(Name, DateTimeOffset.UtcNow), owner ?? Environment.UserName));
        _runs[run.Now.RunId] = run;
        return run;
    }

    /// <summary>The run that was made last.</summary>
    public RunId Newest => _runs.Keys.MaxBy(id => id.Text, StringComparer.Ordinal);

    /// <summary>No runs any more.</summary>
    public void Clear() => _runs.Clear();

    /// <summary>The run that was submitted last, once it is there.</summary>
    public async Task<FakeRun> NextAsync()
    {
        await Eventually.TrueAsync(() => !_runs.IsEmpty);
        return _runs.OrderByDescending(pair => pair.Key.Text, StringComparer.Ordinal).First().Value;
    }

    public IRunGrain Run(RunId id) => _runs.TryGetValue(id, out var run) ? run : new NoRun();

    public IHostGrain Host(string name) => this;

    public IRunObserver Reference(IRunObserver observer)
    {
        Interlocked.Increment(ref References);
        return observer;
    }

    public void Release(IRunObserver reference) => Interlocked.Decrement(ref References);

    public Task<SubmitResult> SubmitAsync(RunRequest request)
    {
        Submitted.Enqueue(request);
        return Task.FromResult(WhenSubmitted?.Invoke(request) ?? new SubmitResult(Add(request.Owner).Now, SubmitOutcome.Created, null));
    }

    public Task<HostDescription> DescribeAsync(string? owner) => Task.FromResult(new HostDescription
    {
        Host = Name,
        Engine = "Stata/MP 18.0",
        EnginePath = "/usr/local/stata18/stata-mp",
        Edition = "MP",
        EngineVersion = "18.0",
        Seats = 2,
        Running = [.. _runs.Where(run => run.Value.Now.Owner == owner).Select(run => run.Key)],
        Counts = new SeatCounts(_runs.Count, 0, _runs.Count(run => run.Value.Now.Owner == owner), 0),
        MaxOutputBytes = 1L << 30,
    });

    public Task<HostPulse> PulseAsync() => Task.FromResult(new HostPulse(2, _runs.Count, 0, IsDraining: false));

    public async Task<HostOffer> OfferAsync(RunRequest request) => new(await PulseAsync(), null);

    public Task<HostPulse> DrainAsync(bool drain) => PulseAsync();

    public Task<RunList> ListAsync(RunFilter filter, CancellationToken cancellation = default)
    {
        var skipped = filter.Cursor switch
        {
            null => 0,
            { } cursor when int.TryParse(cursor, out var number) => number,
            _ => throw new FormatException(),
        };
        var runs = _runs.Values.Select(run => run.Now)
            .Where(run => run.Owner == filter.Owner && filter.Statuses?.Contains(run.Status) != false
                && (filter.FilePath is null || run.FilePath == filter.FilePath)
                && (filter.FileName is null || run.FilePath.EndsWith($"/{filter.FileName}", StringComparison.Ordinal))
                && filter.Words.All(word => $"{run.FilePath} {run.Label} {run.Error?.Message}".Contains(word, StringComparison.Ordinal)))
            .OrderByDescending(run => run.RunId.Text, StringComparer.Ordinal)
            .Skip(skipped)
            .ToList();
        return Task.FromResult(new RunList([.. runs.Take(filter.Limit)], runs.Count > filter.Limit ? $"{skipped + filter.Limit}" : null) { SearchedTo = SearchedTo });
    }

    public Task<RunSnapshot?> FindAsync(RunId id, CancellationToken cancellation = default) =>
        Task.FromResult(_runs.TryGetValue(id, out var run) ? run.Now : null);

    public Task<IReadOnlyList<RunName>> NamedAsync(string owner, string part, int limit, CancellationToken cancellation = default) =>
        Task.FromResult<IReadOnlyList<RunName>>(
        [
            .. _runs.Values.Select(run => run.Now)
                .Where(run => run.Owner == owner && run.RunId.Text.Contains(part, StringComparison.Ordinal))
                .OrderByDescending(run => run.RunId.Text, StringComparer.Ordinal)
                .Take(limit)
                .Select(run => new RunName(run.RunId, run.FilePath)),
        ]);

    private sealed class NoRun : IRunGrain
    {
        public Task<RunSnapshot?> GetAsync() => Task.FromResult<RunSnapshot?>(null);

        public Task<RunSnapshot?> SubscribeAsync(IRunObserver observer) => Task.FromResult<RunSnapshot?>(null);

        public Task UnsubscribeAsync(IRunObserver observer) => Task.CompletedTask;

        public Task<OutputPage?> ReadAsync(OutputSource stream, long offset, int maxBytes) => Task.FromResult<OutputPage?>(null);

        public Task<OutputPage?> ReadGraphAsync(string name, long offset, int maxBytes) => Task.FromResult<OutputPage?>(null);

        public Task<RunSnapshot?> CancelAsync() => Task.FromResult<RunSnapshot?>(null);

        public Task HandedOverAsync() => Task.CompletedTask;

        public Task<RunSnapshot?> KeepAsync(bool keep) => Task.FromResult<RunSnapshot?>(null);

        public Task<DeleteOutcome> DeleteAsync(bool evenIfKept) => Task.FromResult(DeleteOutcome.Unknown);

        public Task<long?> OffsetSinceAsync(DateTimeOffset since) => Task.FromResult<long?>(null);

        public Task<Dictionary<string, string>?> EnvironmentAsync() => Task.FromResult<Dictionary<string, string>?>(null);
    }
}
