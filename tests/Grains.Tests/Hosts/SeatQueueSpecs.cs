using System.Globalization;
using StataRuns.Hosts;
using StataRuns.Runs;

namespace StataRuns.Grains.Tests.Hosts;

public sealed class SeatQueueSpecs
{
    private const string Ann = "ann";

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
        Assert.Equal([runs[3]], _queue.List(null, int.MaxValue).Queued);
        return Task.CompletedTask;
    }

    [Fact(Timeout = 10_000)]
    public Task Who_goes_back_keeps_the_place()
    {
        var runs = Wait(4);
        _queue.Next();
        _queue.Next();

        _queue.Wait(runs[0], 1, Ann, "/p/0.do", attempt: 1);

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
        _queue.Wait(runs[0], 1, Ann, "/p/0.do", attempt: 1);
        Assert.Equal((runs[0], 1), _queue.Next());

        _queue.Wait(runs[0], 1, Ann, "/p/0.do", attempt: 1);

        Assert.Equal(1, _queue.SeatedAfter(runs[0]));
        Assert.Null(_queue.Next());
        return Task.CompletedTask;
    }

    [Fact(Timeout = 10_000)]
    public Task The_reason_names_what_holds_the_seats()
    {
        var runs = Wait(3);
        Assert.Null(_queue.PlaceOf(runs[2])!.Reason);
        _queue.Next();
        _queue.Next();

        Assert.Equal($"All 2 seats are held by {runs[0]} (0.do) and {runs[1]} (1.do).", _queue.PlaceOf(runs[2])!.Reason);
        return Task.CompletedTask;
    }

    [Theory(Timeout = 10_000)]
    [InlineData(Ann, "All 2 seats are held by {0} (0.do) and another owner's run.")]
    [InlineData("bob", "All 2 seats are held by {1} (1.do) and another owner's run.")]
    [InlineData("eve", "All 2 seats are held by 2 runs of other owners.")]
    public Task The_reason_names_runs_to_their_owner_only(string owner, string reason)
    {
        var (anns, bobs, asked) = (NewId(), NewId(), NewId());
        _queue.Wait(anns, 1, Ann, "/p/0.do", attempt: 0);
        _queue.Wait(bobs, 2, "bob", "/p/1.do", attempt: 0);
        _queue.Wait(asked, 3, owner, "/p/2.do", attempt: 0);
        _queue.Next();
        _queue.Next();

        Assert.Equal(string.Format(CultureInfo.InvariantCulture, reason, anns, bobs), _queue.PlaceOf(asked)!.Reason);
        return Task.CompletedTask;
    }

    [Fact(Timeout = 10_000)]
    public Task The_reason_names_a_few_and_counts_the_rest()
    {
        var queue = new SeatQueue(6);
        var runs = Enumerable.Range(1, 6).Select(i => (Id: NewId(), Seq: i)).ToList();
        foreach (var (id, seq) in runs)
        {
            queue.Wait(id, seq, seq == 6 ? "bob" : Ann, $"/p/{seq}.do", attempt: 0);
            queue.Next();
        }

        var asked = NewId();
        queue.Wait(asked, 7, Ann, "/p/7.do", attempt: 0);

        Assert.Equal(
            $"All 6 seats are held by {runs[0].Id} (1.do), {runs[1].Id} (2.do), {runs[2].Id} (3.do), 2 more of your runs and another owner's run.",
            queue.PlaceOf(asked)!.Reason);
        return Task.CompletedTask;
    }

    [Fact(Timeout = 10_000)]
    public Task An_owner_is_given_the_first_of_the_own_runs_and_counts_of_all()
    {
        var runs = Wait(30);
        var bobs = NewId();
        _queue.Wait(bobs, 31, "bob", "/p/b.do", attempt: 0);
        _queue.Next();
        _queue.Next();

        var anns = _queue.List(Ann, 20);
        Assert.Equal(runs[..2], anns.Running);
        Assert.Equal(runs[2..22], anns.Queued);
        Assert.Equal((2, 29, 2, 28), (anns.RunningCount, anns.QueuedCount, anns.OwnRunning, anns.OwnQueued));

        var his = _queue.List("bob", 20);
        Assert.Equal([], his.Running);
        Assert.Equal([bobs], his.Queued);
        Assert.Equal((2, 29, 0, 1), (his.RunningCount, his.QueuedCount, his.OwnRunning, his.OwnQueued));
        return Task.CompletedTask;
    }

    [Fact(Timeout = 10_000)]
    public Task Only_runs_that_are_followed_are_notified_and_only_near_the_front()
    {
        var runs = Wait(10);
        _queue.Observe(runs[1]);
        _queue.Observe(runs[5]);
        _queue.Observe(runs[9]);
        Assert.Equal([runs[1], runs[5]], _queue.ObservedAmong(first: 6));

        _queue.Unobserve(runs[1]);
        _queue.Remove(runs[0]);
        _queue.Remove(runs[2]);
        _queue.Remove(runs[3]);
        _queue.Remove(runs[4]);
        Assert.Equal([runs[5], runs[9]], _queue.ObservedAmong(first: 6));
        return Task.CompletedTask;
    }

    /// <summary>Places are compared with a plain sorted list, whatever happens in whatever order.</summary>
    [Fact(Timeout = 30_000)]
    public Task A_place_is_the_number_of_those_who_came_before()
    {
        var random = new Random(20261130);
        var queue = new SeatQueue(1);
        List<(long Seq, RunId Id)> model = [];
        var last = 0L;
        for (var step = 0; step < 20_000; step++)
        {
            switch (random.Next(10))
            {
                case < 5:
                    model.Add((++last, NewId()));
                    queue.Wait(model[^1].Id, last, Ann, "/p/a.do", attempt: 0);
                    break;
                case < 8 when model.Count > 0:
                    var gone = model[random.Next(model.Count)];
                    model.Remove(gone);
                    queue.Remove(gone.Id);
                    break;
                case 8 when queue.Next() is var (seated, attempt):
                    Assert.Equal(model[0].Id, seated);
                    if (random.Next(2) == 0)
                    {
                        queue.Wait(seated, model[0].Seq, Ann, "/p/a.do", attempt + 1); // back to its place
                    }
                    else
                    {
                        model.RemoveAt(0);
                        queue.Remove(seated);
                    }

                    break;
                case 9 when model.Count > 0:
                    var asked = random.Next(model.Count);
                    Assert.Equal(asked + 1, queue.PlaceOf(model[asked].Id)!.Position);
                    break;
            }

            Assert.Equal(model.Count, queue.WaitingCount);
        }

        Assert.Equal(model.Select(run => run.Id), queue.List(null, int.MaxValue).Queued);
        return Task.CompletedTask;
    }

    /// <summary>Each step costs the same however many wait: what is quadratic takes minutes here.</summary>
    [Fact(Timeout = 30_000)]
    public Task A_hundred_thousand_runs_come_are_asked_for_and_go_in_no_time()
    {
        var runs = Wait(100_000);
        for (var i = runs.Count - 1; i >= 0; i--)
        {
            Assert.Equal(i + 1, _queue.PlaceOf(runs[i])!.Position);
            _queue.Remove(runs[i]);
        }

        runs = Wait(100_000);
        foreach (var run in runs)
        {
            Assert.Equal(1, _queue.PlaceOf(run)!.Position);
            _queue.Remove(run);
        }

        return Task.CompletedTask;
    }

    private List<RunId> Wait(int count)
    {
        var runs = Enumerable.Range(0, count).Select(_ => NewId()).ToList();
        for (var i = 0; i < count; i++)
        {
            _queue.Wait(runs[i], i + 1, Ann, $"/p/{i}.do", attempt: 0);
        }

        return runs;
    }

    private static RunId NewId() => RunId.New("lab2", DateTimeOffset.UtcNow);
}
