using StataRuns.Runs;

namespace StataRuns.Hosts;

/// <summary>What placement asks of a host: does it live, how busy is it, could it take this request.</summary>
internal sealed partial class HostGrain
{
    private bool _isDraining;

    public Task<HostPulse> PulseAsync() => Task.FromResult(Now);

    /// <remarks>Whatever speaks against a new run, one that this call made already is told by any host.</remarks>
    public async Task<HostOffer> OfferAsync(RunRequest request) =>
        await RefusalAsync(request) is { } refusal && !await WasMadeAsync(request)
            ? new HostOffer(Now, refusal)
            : new HostOffer(Now, null);

    public async Task<HostPulse> DrainAsync(bool drain)
    {
        await registry.DrainAsync(settings.Host, drain);
        _isDraining = drain;
        return Now;
    }

    private async Task<string?> RefusalAsync(RunRequest request)
    {
        if (_isDraining)
        {
            return Draining();
        }

        return engine.Find(out var missing) is null ? missing : (await inspection.InspectAsync(request, withInputs: false)).Refusal;
    }

    private async Task<bool> WasMadeAsync(RunRequest request) =>
        request.CallKey is { } key && await runs.OfCallAsync(request.Owner, key) is not null;

    private HostPulse Now =>
        new(settings.MaxConcurrent, queue.SeatedCount, queue.WaitingCount, _isDraining, GrainContext.Address.SiloAddress?.Generation ?? 0);

    private string Draining() =>
        $"Host {settings.Host} takes no new runs now, it is being drained (stataruns-silo drain --undo ends that): leave host out, or name another one.";

    /// <summary>
    /// The run that this call made when it was asked before. Its host may be another one, and may be away: then the run is told
    /// as it was stored.
    /// </summary>
    private async Task<SubmitResult?> AnsweredBeforeAsync(RunRequest request) =>
        request.CallKey is { } key
        && await runs.OfCallAsync(request.Owner, key) is { } made
        && await KnownAsync(made) is { } run
            ? new SubmitResult(run, SubmitOutcome.Created, null)
            : null;

    /// <summary>A run as its grain knows it, or as it was stored last while its host is away; null if there is none.</summary>
    private async Task<RunSnapshot?> KnownAsync(RunId id) =>
        await AnsweringAsync(id) ?? (id.Host == settings.Host ? null : await runs.FindAsync(id));

    /// <summary>A run as its grain knows it; null if there is none, or while its host is unreachable.</summary>
    private async Task<RunSnapshot?> AnsweringAsync(RunId id)
    {
        try
        {
            return await RunOf(id).GetAsync();
        }
        catch (Exception e) when (id.Host != settings.Host && e is (OrleansException or TimeoutException))
        {
            return null;
        }
    }
}
