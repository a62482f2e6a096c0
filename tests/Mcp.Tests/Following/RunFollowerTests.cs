using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Orleans.Runtime;
using StataRuns.Mcp.Tests.Fakes;
using StataRuns.McpFrontend.Following;
using StataRuns.McpFrontend.Hosts;
using StataRuns.Runs;

namespace StataRuns.Mcp.Tests.Following;

public sealed class RunFollowerTests
{
    private readonly FakeHost _host = new();
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UtcNow);

    private RunFollower Follower => new(_host, _host, new OwnHost(FakeHost.Name), _time, NullLogger<RunFollower>.Instance);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact(Timeout = 30_000)]
    public async Task I_see_every_byte_once_and_in_order_until_the_end()
    {
        var run = _host.Add();
        run.Write("line 1\n");
        var following = CollectAsync(run);
        await Eventually.TrueAsync(() => run.Observers == 1);
        for (var i = 2; i <= 500; i++)
        {
            run.Write($"line {i}\n");
        }

        run.End();
        var (bytes, last) = await following;
        Assert.Equal(string.Concat(Enumerable.Range(1, 500).Select(i => $"line {i}\n")), bytes);
        Assert.Equal(RunStatus.Succeeded, last.Status);
    }

    [Fact(Timeout = 30_000)]
    public async Task I_can_begin_in_the_middle()
    {
        var run = _host.Add();
        run.Write("0123456789");
        run.End();
        Assert.Equal("789", (await CollectAsync(run, from: 7)).Bytes);
        Assert.Equal("", (await CollectAsync(run, from: 10)).Bytes);
        Assert.Equal("", (await CollectAsync(run, from: 99)).Bytes);
    }

    [Fact(Timeout = 30_000)]
    public async Task Lost_hints_are_made_up_for_by_a_slow_poll()
    {
        var run = _host.Add();
        run.LoseHints = true;
        var following = CollectAsync(run);
        await Eventually.TrueAsync(() => run.Observers == 1);
        run.Write("nobody told");
        run.End();
        await AdvanceUntilAsync(following);
        Assert.Equal("nobody told", (await following).Bytes);
    }

    [Fact(Timeout = 30_000)]
    public async Task Doubled_and_reordered_hints_never_take_me_back()
    {
        var run = _host.Add();
        List<RunSnapshot> seen = [];
        var following = Task.Run(
            async () =>
            {
                await foreach (var happening in Follower.FollowAsync(run.Now.RunId, Cancellation))
                {
                    seen.Add(Assert.IsType<RunEvent.Moved>(happening).Snapshot);
                }
            },
            Cancellation);
        await Eventually.TrueAsync(() => run.Observers == 1);

        run.LoseHints = true;
        var hints = Enumerable.Range(0, 200).Select(_ => run.Change(same => same)).ToList();
        new Random(20261123).Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(hints));
        foreach (var hint in hints.Concat(hints))
        {
            run.Hint(hint);
        }

        run.LoseHints = false;
        run.End();
        await following;
        Assert.Equal(seen.Select(snapshot => snapshot.Version).Order(), seen.Select(snapshot => snapshot.Version));
        Assert.Equal(seen.Count, seen.Select(snapshot => snapshot.Version).Distinct().Count());
        Assert.Equal(RunStatus.Succeeded, seen[^1].Status);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_grain_that_comes_back_with_a_higher_epoch_wins_over_its_former_life()
    {
        var latest = new LatestSnapshot(_time);
        var first = AnyRun.Running(RunId.New(FakeHost.Name, DateTimeOffset.UtcNow));
        latest.Offer(first with { Version = new RunVersion(2, 1) });
        latest.Offer(first with { Version = new RunVersion(1, 900) });
        Assert.Equal(new RunVersion(2, 1), latest.Take(null)!.Version);
        Assert.Null(latest.Take(new RunVersion(2, 1)));
        await latest.WaitAsync(TimeSpan.Zero, Cancellation);
    }

    [Theory(Timeout = 30_000)]
    [InlineData(typeof(OrleansException))]
    [InlineData(typeof(TimeoutException))]
    [InlineData(typeof(IOException))]
    public async Task A_grain_that_throws_in_between_costs_no_byte(Type failure)
    {
        var run = _host.Add();
        run.Write("before ");
        var following = CollectAsync(run);
        await Eventually.TrueAsync(() => run.Observers == 1 && run.Calls[nameof(IRunGrain.ReadAsync)] > 1);

        run.Fail(Failure(failure));
        run.Write("during ");
        await Eventually.TrueAsync(() => run.Calls[nameof(IRunGrain.ReadAsync)] > 2);
        run.ForgetObservers();
        run.Fail(null);
        run.Write("after");
        run.End();
        await AdvanceUntilAsync(following);
        Assert.Equal("before during after", (await following).Bytes);
    }

    [Fact(Timeout = 30_000)]
    public async Task The_directory_answers_while_the_grain_does_not()
    {
        var run = _host.Add();
        run.Fail(new TimeoutException());
        await using var events = Follower.FollowAsync(run.Now.RunId, Cancellation).GetAsyncEnumerator(Cancellation);
        Assert.True(await events.MoveNextAsync());
        Assert.Equal(RunStatus.Running, Assert.IsType<RunEvent.Moved>(events.Current).Snapshot.Status);
    }

    [Fact(Timeout = 30_000)]
    public async Task Observers_are_renewed_long_before_they_are_forgotten()
    {
        var run = _host.Add();
        var following = CollectAsync(run);
        await Eventually.TrueAsync(() => run.Observers == 1);
        var renewals = run.Calls[nameof(IRunGrain.SubscribeAsync)];
        run.ForgetObservers();
        Assert.True(RunSubscription.Renewal < IRunGrain.ObserverLifetime / 2);
        using var bound = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        while (run.Observers == 0)
        {
            bound.Token.ThrowIfCancellationRequested();
            _time.Advance(RunSubscription.Renewal);
            await Task.Yield();
        }

        Assert.True(run.Calls[nameof(IRunGrain.SubscribeAsync)] > renewals);
        run.End();
        await following;
    }

    [Fact(Timeout = 30_000)]
    public async Task Who_stops_following_leaves_no_observer_behind()
    {
        var run = _host.Add();
        using var stop = new CancellationTokenSource();
        var following = CollectAsync(run, cancellation: stop.Token);
        await Eventually.TrueAsync(() => run.Observers == 1);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => following);
        await Eventually.TrueAsync(() => run.Observers == 0 && _host.References == 0);
        Assert.Equal(RunStatus.Running, run.Now.Status);
        Assert.Equal(0, run.Calls[nameof(IRunGrain.CancelAsync)]);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_run_that_never_was_ends_at_once()
    {
        await foreach (var happening in Follower.FollowAsync(RunId.New(FakeHost.Name, DateTimeOffset.UtcNow), 0, Cancellation))
        {
            Assert.Fail($"nothing can come of it: {happening}");
        }

        Assert.Equal(0, _host.References);
    }

    private static Exception Failure(Type type) =>
        (Exception)Activator.CreateInstance(type, "the silo is not there")!;

    private async Task<(string Bytes, RunSnapshot Last)> CollectAsync(FakeRun run, long from = 0, CancellationToken? cancellation = null)
    {
        using var bytes = new MemoryStream();
        RunSnapshot? last = null;
        await foreach (var happening in Follower.FollowAsync(run.Now.RunId, from, cancellation ?? Cancellation))
        {
            switch (happening)
            {
                case RunEvent.Moved(var snapshot):
                    last = snapshot;
                    break;
                case RunEvent.Written(var page):
                    Assert.Equal(from + bytes.Length, page.Offset);
                    bytes.Write(page.Bytes.Span);
                    break;
            }
        }

        return (Encoding.UTF8.GetString(bytes.ToArray()), last!);
    }

    private async Task AdvanceUntilAsync(Task done)
    {
        while (!done.IsCompleted)
        {
            Cancellation.ThrowIfCancellationRequested();
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }
    }
}
