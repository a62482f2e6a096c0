using Orleans.Runtime.Messaging;
using StataRuns.Hosts;
using StataRuns.McpFrontend.Hosts;

namespace StataRuns.Mcp.Tests.Following;

/// <summary>A call to a host whose silo dies under it.</summary>
public sealed class HostCallTests : IDisposable
{
    private readonly OneHost _hosts = new();
    private int _calls;

    public void Dispose() => _hosts.Presence.Dispose();

    [Fact(Timeout = 10_000)]
    public async Task It_is_made_again_when_the_silo_was_started_anew_before_anybody_missed_it()
    {
        var lost = new TaskCompletionSource<int>();
        var answer = AskAsync(call => call == 1 ? lost.Task : Task.FromResult(call));
        Assert.False(answer.IsCompleted);
        _hosts.Presence.Renew();
        Assert.Equal(2, await answer);
    }

    [Fact(Timeout = 10_000)]
    public async Task It_ends_when_the_host_goes_away()
    {
        var answer = AskAsync(_ => new TaskCompletionSource<int>().Task);
        _hosts.Presence.Set(isAway: true);
        await Assert.ThrowsAsync<HostAwayException>(() => answer);
        await Assert.ThrowsAsync<HostAwayException>(() => AskAsync(_ => Task.FromResult(0)));
        Assert.Equal(1, _calls);
    }

    [Fact(Timeout = 10_000)]
    public async Task It_is_made_again_while_no_silo_listens()
    {
        Assert.Equal(3, await AskAsync(call => call < 3 ? throw new ConnectionFailedException("Nobody listens.") : Task.FromResult(call)));
    }

    [Fact(Timeout = 10_000)]
    public async Task It_is_made_again_only_until_the_host_counts_as_away()
    {
        var answer = AskAsync(call =>
        {
            if (call == 2)
            {
                _hosts.Presence.Set(isAway: true);
            }

            throw new ConnectionFailedException("Nobody listens.");
        });
        await Assert.ThrowsAsync<HostAwayException>(() => answer);
        Assert.Equal(2, _calls);
    }

    [Fact(Timeout = 10_000)]
    public async Task What_the_host_itself_says_is_told_at_once()
    {
        await Assert.ThrowsAsync<TimeoutException>(() => AskAsync(_ => throw new TimeoutException()));
        Assert.Equal(1, _calls);
    }

    private Task<int> AskAsync(Func<int, Task<int>> call) => _hosts.AnswerAsync("lab1", () => call(++_calls));

    private sealed class OneHost : IHostWatch
    {
        public HostPresence Presence { get; } = new();

        public IReadOnlyList<string> Names => ["lab1"];

        public IReadOnlyList<string> Away => Presence.IsAway ? Names : [];

        public bool IsAway(string host) => Presence.IsAway;

        CancellationToken IHostWatch.Presence(string host) => Presence.Here;

        public IDisposable Watch(string host, Action changed) => Presence.Watch(changed);
    }
}
