using Microsoft.Extensions.Time.Testing;
using StataRuns.Hosts;

namespace StataRuns.Grains.Tests.Hosts;

/// <summary>A disk that is away costs a few threads, whatever is asked of it, and nobody else anything.</summary>
public sealed class FileLooksSpecs : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly ManualResetEventSlim _diskIsBack = new();
    private readonly FakeTimeProvider _time = new();
    private readonly FileLooks _looks = new(path => path.StartsWith("/net/", StringComparison.Ordinal) ? "/net" : null);
    private int _begun;
    private int _inside;

    public void Dispose()
    {
        _diskIsBack.Set();
        _diskIsBack.Dispose();
    }

    [Fact(Timeout = 20_000)]
    public async Task A_dead_folder_holds_one_thread_and_then_answers_at_once()
    {
        await HangAsync("/home/dead");
        for (var i = 0; i < 1000; i++)
        {
            await Assert.ThrowsAsync<LookHangsException>(() => LookAsync("/home/dead"));
        }

        Assert.Equal(1, _begun);
        Assert.Equal("healthy", await _looks.AtAsync("/home/ann", () => "healthy", Patience, _time));

        _diskIsBack.Set();
        await UntilAsync(() => _inside == 0);
        Assert.Equal("back", await _looks.AtAsync("/home/dead", () => "back", Patience, _time));
    }

    [Fact(Timeout = 20_000)]
    public async Task Other_folders_of_a_network_disk_that_is_away_are_not_tried_and_local_ones_are()
    {
        await HangAsync("/net/projects/a");

        Assert.Equal("/net/projects/a", (await Assert.ThrowsAsync<LookHangsException>(() => LookAsync("/net/b"))).Place);
        Assert.Equal("healthy", await _looks.AtAsync("/network", () => "healthy", Patience, _time));
        Assert.Equal(1, _begun);
    }

    [Fact(Timeout = 20_000)]
    public async Task Many_at_once_wait_their_turn_within_their_time()
    {
        var waiting = Enumerable.Range(0, 200).Select(_ => LookAsync("/home/dead")).ToList();
        await UntilAsync(() => _begun == FileLooks.MostInOnePlace);

        _time.Advance(Patience);

        foreach (var look in waiting)
        {
            await Assert.ThrowsAnyAsync<TimeoutException>(() => look);
        }

        Assert.Equal(FileLooks.MostInOnePlace, _begun);
    }

    [Fact(Timeout = 20_000)]
    public async Task However_many_folders_are_dead_there_are_no_more_threads_than_that()
    {
        var waiting = Enumerable.Range(0, 200).Select(i => LookAsync($"/home/dead{i}")).ToList();
        await UntilAsync(() => _begun == FileLooks.Most);

        _time.Advance(Patience);

        foreach (var look in waiting)
        {
            await Assert.ThrowsAnyAsync<TimeoutException>(() => look);
        }

        Assert.Equal(FileLooks.Most, _begun);
        _diskIsBack.Set();
        await UntilAsync(() => _inside == 0);
        Assert.Equal("back", await _looks.AtAsync("/home/dead7", () => "back", Patience, _time));
    }

    [Fact(Timeout = 20_000)]
    public async Task What_a_look_throws_is_its_callers()
    {
        await Assert.ThrowsAsync<IOException>(() => _looks.AtAsync<string>("/home/ann", () => throw new IOException("broken"), Patience, _time));
        Assert.Equal("healthy", await _looks.AtAsync("/home/ann", () => "healthy", Patience, _time));
    }

    private async Task HangAsync(string place)
    {
        var look = LookAsync(place);
        await UntilAsync(() => _inside == 1);
        _time.Advance(Patience);
        Assert.IsNotType<LookHangsException>(await Assert.ThrowsAnyAsync<TimeoutException>(() => look));
    }

    private Task<string> LookAsync(string place) => _looks.AtAsync(
        place,
        () =>
        {
            Interlocked.Increment(ref _begun);
            Interlocked.Increment(ref _inside);
            _diskIsBack.Wait();
            Interlocked.Decrement(ref _inside);
            return place;
        },
        Patience,
        _time);

    private static async Task UntilAsync(Func<bool> condition)
    {
        while (!condition())
        {
            await Task.Delay(2, TestContext.Current.CancellationToken);
        }
    }
}
