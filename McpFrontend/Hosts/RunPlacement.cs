using StataRuns.Hosts;
using StataRuns.McpFrontend.Following;

namespace StataRuns.McpFrontend.Hosts;

/// <summary>
/// Brings a request to a host: the one that was named, or the least loaded one that can read the do-file. The request carries
/// its call's key, so that asking again after a host fell silent, even another host, never makes a second run.
/// </summary>
internal sealed class RunPlacement(IRunGrains grains, IHostWatch hosts, TimeProvider time)
{
    // A host whose network disk is away takes ten seconds to say so: the others' offers are not kept waiting for it.
    private static readonly TimeSpan OfferPatience = TimeSpan.FromSeconds(1);

    // A call to a host that lives may go through another silo that just died, and is then never answered: it is asked again,
    // and goes another way. The call's key makes that harmless.
    private const int Tries = 3;
    private static readonly TimeSpan LongestAnswer = TimeSpan.FromSeconds(12);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);

    /// <summary>Hands a request in.</summary>
    /// <param name="request">The request, with a key of its call.</param>
    /// <param name="host">The host that was asked for; null for any.</param>
    public async Task<SubmitResult> SubmitAsync(RunRequest request, string? host)
    {
        var names = hosts.Names;
        if (names.Count == 0)
        {
            return Refused("No host has ever joined this cluster: start a silo (stataruns-silo) on a machine with Stata.");
        }

        if (host is not null)
        {
            return names.Contains(host, StringComparer.Ordinal)
                ? await AskAsync(request, host) ?? Away(host)
                : Refused($"There is no host \"{host}\": the hosts are {string.Join(", ", names)}. Leave host out for the least loaded one.");
        }

        return names.Count == 1 ? await AskAsync(request, names[0]) ?? Away(names[0]) : await AskBestAsync(request, names);
    }

    private async Task<SubmitResult> AskBestAsync(RunRequest request, IReadOnlyList<string> names)
    {
        var offers = await OffersAsync(request, names);
        var able = offers.Where(offer => offer.Offer is { Refusal: null })
            .OrderBy(offer => offer.Offer!.Pulse.Load).ThenBy(offer => offer.Host, StringComparer.Ordinal)
            .ToList();
        foreach (var (host, _) in able)
        {
            if (await AskAsync(request, host) is { } answer)
            {
                return answer;
            }
        }

        // Nobody could: what each of them said, and the same once if they agree.
        return able.Count > 0 ? Away(able[^1].Host) : Refused(string.Join(" ", offers
            .GroupBy(offer => offer.Offer?.Refusal ?? $"Host {offer.Host} does not answer.", StringComparer.Ordinal)
            .Select(said => offers.Count == 1 || said.First().Offer is null || said.Count() == offers.Count
                ? said.Key
                : $"{string.Join(", ", said.Select(offer => offer.Host))}: {said.Key}")));
    }

    /// <summary>What the hosts say: all of them, unless one that could take the request has spoken and the others take their time.</summary>
    private async Task<IReadOnlyList<(string Host, HostOffer? Offer)>> OffersAsync(RunRequest request, IReadOnlyList<string> names)
    {
        List<Task<(string Host, HostOffer? Offer)>> asked = [.. names.Select(name => OfferAsync(name, request))];
        var all = Task.WhenAll(asked);
        await Task.WhenAny(all, Task.Delay(OfferPatience, time));
        if (!all.IsCompleted && !asked.Exists(CouldTakeIt))
        {
            await all;
        }

        return [.. asked.Where(offer => offer.IsCompletedSuccessfully).Select(offer => offer.Result)];

        static bool CouldTakeIt(Task<(string Host, HostOffer? Offer)> offer) => offer is { IsCompletedSuccessfully: true, Result.Offer: { Refusal: null } };
    }

    private async Task<(string Host, HostOffer? Offer)> OfferAsync(string host, RunRequest request)
    {
        if (hosts.IsAway(host))
        {
            return (host, null);
        }

        try
        {
            return (host, await AgainAsync(host, () => grains.Host(host).OfferAsync(request)));
        }
        catch (Exception e) when (PassingFailure.Is(e))
        {
            return (host, null);
        }
    }

    /// <summary>What the host answers; null if it fell silent.</summary>
    private async Task<SubmitResult?> AskAsync(RunRequest request, string host)
    {
        try
        {
            return await AgainAsync(host, () => grains.Host(host).SubmitAsync(request));
        }
        catch (HostAwayException)
        {
            return null;
        }
    }

    private async Task<T> AgainAsync<T>(string host, Func<Task<T>> ask)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await ask().WaitAsync(LongestAnswer, time);
            }
            catch (Exception e) when (attempt < Tries && PassingFailure.Is(e) && !hosts.IsAway(host))
            {
                await Task.Delay(Pause, time);
            }
        }
    }

    private static SubmitResult Away(string host) => Refused(
        $"Host {host} does not answer now. It may have accepted the run all the same: the same call again finds it, and starts no second one.");

    private static SubmitResult Refused(string sentence) => new(null, SubmitOutcome.Refused, sentence);
}
