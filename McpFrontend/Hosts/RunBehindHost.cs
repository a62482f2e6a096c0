using StataRuns.Hosts;
using StataRuns.McpFrontend.Following;
using StataRuns.Output;
using StataRuns.Runs;

namespace StataRuns.McpFrontend.Hosts;

/// <summary>A run whose host may be away: its output is then read from where it was copied to; everything else has to wait for the host.</summary>
internal sealed class RunBehindHost(IRunGrain run, RunId id, IHostWatch hosts, IStoredOutput stored) : IRunGrain
{
    public Task<RunSnapshot?> GetAsync() => AskAsync(run.GetAsync);

    public Task<RunSnapshot?> SubscribeAsync(IRunObserver observer) => AskAsync(() => run.SubscribeAsync(observer));

    public Task UnsubscribeAsync(IRunObserver observer) => hosts.AnswerAsync(id.Host, () => run.UnsubscribeAsync(observer));

    public Task<OutputPage?> ReadAsync(OutputSource stream, long offset, int maxBytes) =>
        ReadAsync(() => run.ReadAsync(stream, offset, maxBytes), () => stored.ReadAsync(id, stream, offset, maxBytes));

    public Task<OutputPage?> ReadGraphAsync(string name, long offset, int maxBytes) =>
        ReadAsync(() => run.ReadGraphAsync(name, offset, maxBytes), () => stored.ReadGraphAsync(id, name, offset, maxBytes));

    public Task<RunSnapshot?> CancelAsync() => AskAsync(run.CancelAsync);

    public Task HandedOverAsync() => hosts.AnswerAsync(id.Host, run.HandedOverAsync);

    public Task<RunSnapshot?> KeepAsync(bool keep) => AskAsync(() => run.KeepAsync(keep));

    public Task<DeleteOutcome> DeleteAsync(bool evenIfKept) => AskAsync(() => run.DeleteAsync(evenIfKept));

    public Task<long?> OffsetSinceAsync(DateTimeOffset since) => AskAsync(() => run.OffsetSinceAsync(since));

    public Task<Dictionary<string, string>?> EnvironmentAsync() => AskAsync(run.EnvironmentAsync);

    private Task<T> AskAsync<T>(Func<Task<T>> call) => hosts.AnswerAsync(id.Host, call);

    /// <summary>
    /// The copy is a beginning of the output, byte for byte, so that whoever reads on from it reads the same log. It is asked
    /// only when the host does not answer: the host has more.
    /// </summary>
    private async Task<OutputPage?> ReadAsync(Func<Task<OutputPage?>> fromHost, Func<Task<OutputPage?>> fromCopy)
    {
        try
        {
            return await AskAsync(fromHost);
        }
        catch (Exception e) when (PassingFailure.Is(e) && hosts.IsAway(id.Host))
        {
            return await fromCopy();
        }
    }
}
