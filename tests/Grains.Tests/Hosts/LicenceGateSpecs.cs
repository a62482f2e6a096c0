using Microsoft.Extensions.Time.Testing;
using StataRuns.Hosts;
using StataRuns.Runs;

namespace StataRuns.Grains.Tests.Hosts;

/// <summary>How the queue goes on when Stata has refused a start because all seats of its licence are taken.</summary>
public sealed class LicenceGateSpecs
{
    private const string Why = "all taken";

    private readonly FakeTimeProvider _time = new();
    private readonly SeatQueue _queue;
    private readonly RunId[] _runs = [.. Enumerable.Range(0, 5).Select(_ => RunId.New("lab", DateTimeOffset.UnixEpoch))];

    public LicenceGateSpecs()
    {
        _queue = new SeatQueue(4, _time);
        for (var i = 0; i < _runs.Length; i++)
        {
            Wait(i, 0);
        }
    }

    [Fact(Timeout = 10_000)]
    public Task After_a_refusal_the_first_in_the_queue_is_tried_alone_and_the_next_when_it_has_begun()
    {
        Burst();
        Refuse(1, 1);
        Refuse(0, 1);
        Assert.Null(_queue.Next());
        Assert.Equal((1, Why), Place(0));
        Assert.Equal((3, Why), Place(4));

        _time.Advance(LicenceGate.FirstPause);
        Assert.Equal((_runs[0], 1), _queue.Next());
        Assert.Null(_queue.Next());
        Assert.True(_queue.IsTried(_runs[0]));

        _queue.Begun(_runs[0]);
        Assert.Equal((_runs[1], 1), _queue.Next());
        Assert.True(_queue.IsTried(_runs[1]));
        return Task.CompletedTask;
    }

    [Fact(Timeout = 10_000)]
    public Task A_run_that_ends_lets_the_next_one_try_at_once_and_one_that_only_waited_does_not()
    {
        Burst();
        Refuse(3, 1);

        _queue.Remove(_runs[4]);
        Assert.Null(_queue.Next());
        _queue.Remove(_runs[0]);
        Assert.Equal((_runs[3], 1), _queue.Next());
        return Task.CompletedTask;
    }

    [Fact(Timeout = 10_000)]
    public Task The_pause_grows_with_each_refusal_up_to_a_minute()
    {
        Burst();
        Refuse(3, 1);
        TimeSpan[] pauses = [.. new[] { 15, 30, 60, 60 }.Select(seconds => TimeSpan.FromSeconds(seconds))];
        foreach (var (pause, attempt) in pauses.Select((pause, index) => (pause, index + 1)))
        {
            _time.Advance(pause - TimeSpan.FromSeconds(1));
            Assert.Null(_queue.Next());
            _time.Advance(TimeSpan.FromSeconds(1));
            Assert.Equal((_runs[3], attempt), _queue.Next());
            Refuse(3, attempt + 1);
        }

        return Task.CompletedTask;
    }

    [Fact(Timeout = 10_000)]
    public Task A_start_that_says_nothing_holds_the_others_up_for_a_limited_time()
    {
        _queue.Next();
        Refuse(0, 1);
        _time.Advance(LicenceGate.FirstPause);
        Assert.Equal((_runs[0], 1), _queue.Next());
        _time.Advance(LicenceGate.StartPatience - TimeSpan.FromSeconds(1));
        Assert.Null(_queue.Next());
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal((_runs[1], 0), _queue.Next());
        return Task.CompletedTask;
    }

    [Fact(Timeout = 10_000)]
    public Task A_run_that_fails_for_another_fault_of_the_licence_holds_nothing_up()
    {
        Burst();
        Refuse(3, 1);
        _time.Advance(LicenceGate.FirstPause);
        Assert.Equal((_runs[3], 1), _queue.Next());

        _queue.Remove(_runs[3]);

        Assert.Equal((_runs[4], 0), _queue.Next());
        return Task.CompletedTask;
    }

    [Fact(Timeout = 10_000)]
    public Task When_no_run_waits_any_more_runs_start_together_again()
    {
        Burst();
        Refuse(3, 1);
        _queue.Remove(_runs[0]);
        Assert.Equal((_runs[3], 1), _queue.Next());
        _queue.Begun(_runs[3]);
        _queue.Remove(_runs[1]);
        Assert.Equal((_runs[4], 0), _queue.Next());
        _queue.Begun(_runs[4]);
        Assert.Null(_queue.Next());
        _queue.Remove(_runs[2]);
        _queue.Remove(_runs[3]);

        Wait(0, 2);
        Wait(1, 2);

        Assert.NotNull(_queue.Next());
        Assert.NotNull(_queue.Next());
        return Task.CompletedTask;
    }

    private void Burst()
    {
        for (var i = 0; i < 4; i++)
        {
            Assert.Equal((_runs[i], 0), _queue.Next());
        }
    }

    private void Refuse(int run, int attempt) => _queue.Wait(_runs[run], run + 1, "ann", "/p/x.do", attempt, Why);

    private void Wait(int run, int attempt) => _queue.Wait(_runs[run], run + 1, "ann", "/p/x.do", attempt);

    private (int Position, string? Reason) Place(int run) => _queue.PlaceOf(_runs[run]) is { } place ? (place.Position, place.Reason) : default;
}
