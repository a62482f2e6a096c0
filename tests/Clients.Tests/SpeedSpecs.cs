using System.Diagnostics;
using System.Globalization;
using StataRuns.Clients.Tests.Stage;

namespace StataRuns.Clients.Tests;

/// <summary>A client is not kept waiting when it launches its server. Nothing else of this program runs meanwhile.</summary>
[Collection(nameof(SpeedSpecs))]
public sealed class SpeedSpecs
{
    // The goals are for a machine that has nothing else to do; a machine that builds three things at once is given this much more.
    private const double Allowance = 12;

    [Fact(Timeout = 120_000)]
    public async Task Initialize_is_answered_at_once_where_the_service_runs()
    {
        await using var place = new Place();
        await place.StartServiceAsync();
        await AnswersWithinAsync(place, tries: 7, goalSeconds: 0.4, "the service runs", () => Task.CompletedTask);
    }

    [Fact(Timeout = 180_000)]
    public async Task Initialize_is_answered_soon_where_the_service_has_to_be_started()
    {
        await using var place = new Place();
        await AnswersWithinAsync(place, tries: 3, goalSeconds: 3, "the service has to be started", place.KillServiceAsync);
    }

    private static async Task AnswersWithinAsync(Place place, int tries, double goalSeconds, string when, Func<Task> afterEach)
    {
        var took = new List<double>();
        for (var i = 0; i < tries; i++)
        {
            var begun = Stopwatch.StartNew();
            await using var pipe = RawPipe.Open(place);
            pipe.Send(RawPipe.Initialize());
            await pipe.AnswerAsync("0");
            took.Add(begun.Elapsed.TotalSeconds);
            await afterEach();
        }

        took.Sort();
        var median = took[took.Count / 2];
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"    stdio answers initialize, where {when}: median {median:0.00} s of {tries} ({took[0]:0.00} to {took[^1]:0.00} s), goal {goalSeconds} s"));
        Assert.InRange(median, 0, goalSeconds * Allowance);
    }
}

/// <summary>Waits until all others are done.</summary>
[CollectionDefinition(nameof(SpeedSpecs), DisableParallelization = true)]
public sealed class Alone;
