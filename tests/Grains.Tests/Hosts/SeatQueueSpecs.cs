using StataRuns.Hosts;
using StataRuns.Runs;

namespace StataRuns.Grains.Tests.Hosts;

public sealed class SeatQueueSpecs
{
    private readonly SeatQueue _queue = new(seats: 2);

    [Fact(Timeout = 10_000)]
    public Task First_come_first_served_and_never_more_than_there_are_seats()
    {
        var runs = Wait(4);

        Assert.Equal((runs[0], 0), _queue.Next());
        Assert.Equal((runs[1], 0), _queue.Next());
        Assert.Null(_queue.Next());
        _queue.Remove(runs[0]);
        Assert.Equal((runs[2], 0), _queue.Next());
        Assert.Equal([runs[3]], _queue.Waiting);
        return Task.CompletedTask;
    }

    [Fact(Timeout = 10_000)]
    public Task Who_goes_back_keeps_the_place()
    {
        var runs = Wait(4);
        _queue.Next();
        _queue.Next();

        _queue.Wait(runs[0], 1, "/p/0.do", attempt: 1);

        Assert.Equal((runs[0], 1), _queue.Next());
        return Task.CompletedTask;
    }

    [Fact(Timeout = 10_000)]
    public Task A_cancelled_run_leaves_the_queue_and_no_seat_is_counted_twice()
    {
        var runs = Wait(3);
        _queue.Next();
        _queue.Remove(runs[1]);
        _queue.Remove(runs[1]);

        Assert.Equal((runs[2], 0), _queue.Next());
        Assert.Null(_queue.Next());
        return Task.CompletedTask;
    }

    [Fact(Timeout = 10_000)]
    public Task Late_news_of_an_older_attempt_takes_no_seat_away()
    {
        var runs = Wait(3);
        _queue.Next();
        _queue.Next();
        _queue.Wait(runs[0], 1, "/p/0.do", attempt: 1);
        Assert.Equal((runs[0], 1), _queue.Next());

        _queue.Wait(runs[0], 1, "/p/0.do", attempt: 1);

        Assert.Equal(1, _queue.SeatedAfter(runs[0]));
        Assert.Null(_queue.Next());
        return Task.CompletedTask;
    }

    [Fact(Timeout = 10_000)]
    public Task The_reason_names_what_holds_the_seats()
    {
        var runs = Wait(3);
        Assert.Null(_queue.Reason());
        _queue.Next();
        _queue.Next();

        var reason = _queue.Reason();
        Assert.Contains($"{runs[0]} (0.do)", reason, StringComparison.Ordinal);
        Assert.Contains($"{runs[1]} (1.do)", reason, StringComparison.Ordinal);
        return Task.CompletedTask;
    }

    private List<RunId> Wait(int count)
    {
        var runs = Enumerable.Range(0, count).Select(_ => RunId.New("lab2", DateTimeOffset.UtcNow)).ToList();
        for (var i = 0; i < count; i++)
        {
            _queue.Wait(runs[i], i + 1, $"/p/{i}.do", attempt: 0);
        }

        return runs;
    }
}
