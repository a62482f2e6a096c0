using System.Text;
using StataRuns.Output;
using StataRuns.Runs;

namespace StataRuns.Mcp.Tests.Fakes;

/// <summary>A run that does what its test says, and fails when its test says so.</summary>
internal sealed class FakeRun(RunSnapshot first) : IRunGrain
{
    private readonly Lock _lock = new();
    private readonly HashSet<IRunObserver> _observers = [];
    private readonly MemoryStream _log = new();
    private readonly Dictionary<string, byte[]> _graphs = [];
    private RunSnapshot? _run = first;
    private Exception? _failure;
    private bool _logEnds;

    /// <summary>How many observers are subscribed.</summary>
    public int Observers
    {
        get
        {
            lock (_lock)
            {
                return _observers.Count;
            }
        }
    }

    /// <summary>Calls by name.</summary>
    public CallCounts Calls { get; } = new();

    /// <summary>Drop hints instead of sending them.</summary>
    public bool LoseHints { get; set; }

    /// <summary>What a cancel does beside counting.</summary>
    public Action<FakeRun> WhenCancelled { get; set; } = static _ => { };

    public RunSnapshot Now
    {
        get
        {
            lock (_lock)
            {
                return _run!;
            }
        }

        set
        {
            lock (_lock)
            {
                _run = value;
            }
        }
    }

    /// <summary>Until told otherwise every call fails.</summary>
    public void Fail(Exception? failure)
    {
        lock (_lock)
        {
            _failure = failure;
        }
    }

    /// <summary>The silo restarts: subscriptions are gone.</summary>
    public void ForgetObservers()
    {
        lock (_lock)
        {
            _observers.Clear();
        }
    }

    public void Write(string text) => Write(Encoding.UTF8.GetBytes(text));

    public void Write(ReadOnlySpan<byte> bytes)
    {
        long size;
        lock (_lock)
        {
            _log.Position = _log.Length;
            _log.Write(bytes);
            size = _log.Length;
        }

        Change(run => run with { Usage = run.Usage with { OutputBytes = size } });
    }

    /// <summary>The run moves; observers get a hint with the new version.</summary>
    public RunSnapshot Change(Func<RunSnapshot, RunSnapshot> change)
    {
        RunSnapshot next;
        lock (_lock)
        {
            var version = _run!.Version;
            next = _run = change(_run) with { Version = version with { Counter = version.Counter + 1 } };
        }

        if (!LoseHints)
        {
            Hint(next);
        }

        return next;
    }

    /// <summary>It leaves a graph behind; listed when it ends.</summary>
    public void Draw(string name, string svg)
    {
        lock (_lock)
        {
            _graphs[name] = Encoding.UTF8.GetBytes(svg);
        }
    }

    /// <summary>The graph's file is taken away.</summary>
    public void Erase(string name)
    {
        lock (_lock)
        {
            _graphs[name] = [];
        }
    }

    /// <summary>The run ends.</summary>
    public void End(RunStatus status = RunStatus.Succeeded, Func<RunSnapshot, RunSnapshot>? more = null)
    {
        lock (_lock)
        {
            _logEnds = true;
        }

        Change(run => (more ?? (same => same))(run) with
        {
            Status = status,
            FinishedAt = run.SubmittedAt.AddSeconds(2),
            Graphs = [.. _graphs.OrderBy(graph => graph.Key, StringComparer.Ordinal).Select(graph => new RunGraph(graph.Key, graph.Value.Length))],
            ReturnCode = status is RunStatus.Succeeded ? 0 : run.ReturnCode,
        });
    }

    /// <summary>Its host is away, and what is read from here on is a copy of the log's beginning: nobody can say that it is all.</summary>
    public void LoseTheLastBytes()
    {
        lock (_lock)
        {
            _logEnds = false;
        }
    }

    /// <summary>The host is back, with the log's end.</summary>
    public void FindTheLastBytes(string text)
    {
        lock (_lock)
        {
            _log.Position = _log.Length;
            _log.Write(Encoding.UTF8.GetBytes(text));
            _logEnds = true;
        }
    }

    /// <summary>A hint on its own: late, doubled, whatever the test wants.</summary>
    public void Hint(RunSnapshot snapshot)
    {
        IRunObserver[] observers;
        lock (_lock)
        {
            observers = [.. _observers];
        }

        foreach (var observer in observers)
        {
            _ = observer.HintAsync(snapshot);
        }
    }

    public Task<RunSnapshot?> GetAsync() => Answer(nameof(GetAsync), () => _run);

    public Task<RunSnapshot?> SubscribeAsync(IRunObserver observer) => Answer(nameof(SubscribeAsync), () =>
    {
        _observers.Add(observer);
        return _run;
    });

    public Task UnsubscribeAsync(IRunObserver observer) => Answer(nameof(UnsubscribeAsync), () => _observers.Remove(observer));

    public Task<OutputPage?> ReadAsync(OutputSource stream, long offset, int maxBytes) => Answer<OutputPage?>(nameof(ReadAsync), () =>
    {
        var size = stream is OutputSource.Log ? _log.Length : 0;
        var at = Math.Min(offset, size);
        var bytes = new byte[Math.Min(maxBytes, size - at)];
        _log.Position = at;
        _log.ReadExactly(bytes);
        return new OutputPage(offset, bytes, size, _logEnds && _run!.Status.IsFinal());
    });

    public Task<OutputPage?> ReadGraphAsync(string name, long offset, int maxBytes) => Answer<OutputPage?>(nameof(ReadGraphAsync), () =>
    {
        if (!_graphs.TryGetValue(name, out var svg))
        {
            return null;
        }

        var at = (int)Math.Min(offset, svg.Length);
        return new OutputPage(offset, svg.AsMemory(at, Math.Min(maxBytes, svg.Length - at)), svg.Length, End: true);
    });

    public async Task<RunSnapshot?> CancelAsync()
    {
        await Answer(nameof(CancelAsync), () => true);
        WhenCancelled(this);
        return Now;
    }

    public Task HandedOverAsync() => Answer(nameof(HandedOverAsync), () => true);

    public async Task<RunSnapshot?> KeepAsync(bool keep)
    {
        await Answer(nameof(KeepAsync), () => true);
        return Change(run => run with { Notes = keep ? [RunNotes.Kept] : [] });
    }

    public Task<DeleteOutcome> DeleteAsync(bool evenIfKept) => Answer(nameof(DeleteAsync), () =>
    {
        var isOver = _run?.Status.IsFinal() == true;
        _run = isOver ? null : _run;
        return isOver ? DeleteOutcome.Deleted : DeleteOutcome.NotOver;
    });

    public Task<long?> OffsetSinceAsync(DateTimeOffset since) => Answer(nameof(OffsetSinceAsync), () => (long?)null);

    /// <summary>The variables that the run was given; null: they cannot be read.</summary>
    public Dictionary<string, string>? Variables { get; set; } = [];

    public Task<Dictionary<string, string>?> EnvironmentAsync() => Answer(nameof(EnvironmentAsync), () => Variables);

    private async Task<T> Answer<T>(string call, Func<T> answer)
    {
        await Task.Yield();
        lock (_lock)
        {
            Calls.Add(call);
            return _failure is null ? answer() : throw _failure;
        }
    }
}
