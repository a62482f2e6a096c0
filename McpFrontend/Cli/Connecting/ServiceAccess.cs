using StataRuns.Configuration;
using StataRuns.Hosts;
using StataRuns.McpFrontend.Cli.Doctor;
using StataRuns.McpFrontend.Cli.Servers;
using StataRuns.McpFrontend.Mcp.Snapshots;
using StataRuns.McpFrontend.Security;
using StataRuns.McpFrontend.Serve;

namespace StataRuns.McpFrontend.Cli.Connecting;

/// <summary>The way to the service: of a data folder on this machine, or of a server that the user named.</summary>
/// <param name="settings">What this command was told.</param>
/// <param name="starter">Starts the service where none runs.</param>
/// <param name="own">How a person calls this program.</param>
/// <param name="isTold">Settings of a service were given with this command.</param>
internal sealed class ServiceAccess(ServiceSettings settings, ServiceStarter starter, OwnCommand own, bool isTold)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    /// <summary>A service that was stopped may be one that is being replaced: so long it may take.</summary>
    private static readonly TimeSpan ReplacementPatience = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan ReconnectPatience = TimeSpan.FromMinutes(2);

    /// <summary>A question waits so long for a service that is never started from here.</summary>
    public static readonly TimeSpan QuestionPatience = TimeSpan.FromSeconds(30);

    /// <summary>The server that the user named; null for the service of the data folder. With one, no data folder is looked at.</summary>
    public RemoteServer? Remote { get; init; }

    /// <summary>
    /// What is waited for because it is never started from here, such as "the gateway at http://127.0.0.1:4000"; null where a service is started in its place. Asked anew each
    /// time: a data folder becomes a gateway's, or is removed.
    /// </summary>
    public string? Awaited =>
        Remote is not null ? $"the server at {Remote.Url}"
        : GatewayFolder.Of(settings.Host.DataDirectory) is null && settings.Cluster is null ? null
        : ServiceRecord.TryRead(settings.ServiceFile) is { } last ? $"the gateway at {last.Url}"
        : $"the gateway of {settings.Host.DataDirectory}";

    /// <summary>What a person is told when a connection breaks.</summary>
    public string Lost => Awaited is { } awaited
        ? $"Connection to {awaited} lost; the run goes on. Waiting until it answers again …"
        : "Connection to the service lost; the run goes on. Connecting again …";

    /// <summary>The service of the data folder, if one runs.</summary>
    public ServiceRecord? Find() => Remote is null ? RunningService.Find(settings) : null;

    /// <summary>Where the service is now.</summary>
    /// <exception cref="UnreachableException">None runs.</exception>
    public ServicePlace Locate() => Remote?.Place ?? new ServicePlace(Find() ?? throw NoneRuns());

    /// <summary>Connects to the running service.</summary>
    /// <exception cref="CliException">None runs, or it cannot be reached.</exception>
    public async Task<ServiceClient> ConnectAsync(CancellationToken cancellationToken)
    {
        var plain = Remote is null ? Open(Locate()) : await OpenHeardAsync(cancellationToken);
        try
        {
            return await ServiceClient.ConnectAsync(plain, cancellationToken);
        }
        catch (Exception e) when (ServiceLoss.Is(e))
        {
            throw new UnreachableException($"The service at {plain.Service} cannot be reached: {e.Message}");
        }
    }

    /// <summary>The way to a service for plain requests; nothing is sent before the first one.</summary>
    public ServiceHttp Open(ServicePlace service) => new(service, Remote is { } remote ? remote.Key : Token());

    /// <inheritdoc cref="Open(ServicePlace)"/>
    public ServiceHttp Open(ServiceRecord service) => Open(new ServicePlace(service));

    /// <summary>The same, and the service is started if none runs.</summary>
    /// <exception cref="CliException">It did not start.</exception>
    public async Task<ServiceHttp> OpenAsync(CancellationToken cancellationToken) => Awaited is null
        ? Open(await StartedAsync(cancellationToken))
        : await AwaitAsync<ServiceHttp>(Remote is null ? _ => Task.FromResult(Open(Locate())) : OpenHeardAsync, cancellationToken);

    /// <summary>Connects to the service, and starts it if none runs.</summary>
    /// <exception cref="CliException">It did not start, or it cannot be reached.</exception>
    public async Task<ServiceClient> EnsureAsync(CancellationToken cancellationToken)
    {
        if (Awaited is not null)
        {
            return await AwaitAsync(ConnectAsync, cancellationToken);
        }

        var service = await StartedAsync(cancellationToken);
        try
        {
            return await ConnectAsync(cancellationToken);
        }
        catch (CliException) when (!service.Process.IsAlive())
        {
            // It had been idle for so long that it ended just now.
            await starter.EnsureAsync(started: null, cancellationToken);
            return await ConnectAsync(cancellationToken);
        }
    }

    /// <summary>
    /// Connects again after the connection was lost. A service that was killed is started again; one that was stopped stays
    /// stopped (a user asked for that), unless another takes its place. A gateway and a server elsewhere are waited for, as long as it takes.
    /// </summary>
    /// <exception cref="ServiceStoppedException">The service was stopped.</exception>
    /// <exception cref="CliException">It cannot be reached any more.</exception>
    public Task<ServiceClient> ReconnectAsync(CancellationToken cancellationToken) => AgainAsync(ConnectAsync, Timeout.InfiniteTimeSpan, cancellationToken);

    /// <summary>The same for plain requests: the service was heard when this returns.</summary>
    /// <exception cref="ServiceStoppedException">The service was stopped.</exception>
    /// <exception cref="CliException">It cannot be reached any more.</exception>
    public Task<ServiceHttp> ReopenAsync(CancellationToken cancellationToken) => AgainAsync(OpenHeardAsync, Timeout.InfiniteTimeSpan, cancellationToken);

    /// <summary>Asks the running service to end.</summary>
    public async Task StopAsync(ServiceRecord service, CancellationToken cancellationToken)
    {
        // No owner's key ends a service for the others: the data folder's token does.
        using var plain = settings.Auth is AuthMode.ApiKeys ? new ServiceHttp(service, FolderToken()) : Open(service);
        await plain.StopAsync(cancellationToken);
    }

    /// <summary>The sentence that says that no service runs.</summary>
    public CliException NoneRuns() => new UnreachableException(Awaited is { } awaited
        ? $"{Capital(awaited)} does not run (data folder {settings.Host.DataDirectory}), and is not started from here. Its runs go on meanwhile."
        : $"No service is running on {settings.Host.DataDirectory}. \"{own.Text()}\" starts one.");

    /// <summary>The sentence after a wait that was in vain.</summary>
    /// <param name="awaited">What was waited for.</param>
    /// <param name="waited">How long.</param>
    /// <param name="reason">What was met last; null for nothing.</param>
    public static CliException NoAnswer(string awaited, TimeSpan waited, string? reason) => new UnreachableException(
        $"{Capital(awaited)} did not answer within {waited.TotalSeconds:0} s, and is not started from here. Runs go on meanwhile; call again when it is back.{(reason is null ? "" : $" ({reason})")}");

    /// <summary>The same, for whatever kind of connection.</summary>
    /// <param name="connectAsync">Connects to the service that runs now; throws <see cref="CliException"/> where it cannot.</param>
    /// <param name="atMost">How long what is never started from here is waited for.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <exception cref="ServiceStoppedException">The service was stopped.</exception>
    /// <exception cref="CliException">It cannot be reached any more.</exception>
    public async Task<T> AgainAsync<T>(Func<CancellationToken, Task<T>> connectAsync, TimeSpan atMost, CancellationToken cancellationToken)
    {
        var begun = TimeProvider.System.GetTimestamp();
        for (var pause = FirstPause; ; pause = Longer(pause))
        {
            await Task.Delay(pause, cancellationToken);
            var elapsed = TimeProvider.System.GetElapsedTime(begun);
            try
            {
                if (Find() is not null || Awaited is not null)
                {
                    return await connectAsync(cancellationToken);
                }

                // An orderly end takes its record along; what a kill left behind says that nobody wanted this.
                if (File.Exists(settings.ServiceFile))
                {
                    // Said by who watches: a line between would tear the bar.
                    await starter.EnsureAsync(started: null, cancellationToken);
                    return await connectAsync(cancellationToken);
                }

                if (elapsed > ReplacementPatience)
                {
                    throw new ServiceStoppedException();
                }
            }
            catch (UnreachableException e) when (Awaited is { } awaited)
            {
                if (atMost != Timeout.InfiniteTimeSpan && elapsed >= atMost)
                {
                    throw NoAnswer(awaited, atMost, e.Message);
                }
            }
            catch (CliException) when (Awaited is null && elapsed < ReconnectPatience)
            {
                // It is just coming or just going: again after a pause.
            }
        }
    }

    private static TimeSpan Longer(TimeSpan pause) => TimeSpan.FromTicks(Math.Min(pause.Ticks * 2, LongestPause.Ticks));

    private static string Capital(string words) => char.ToUpperInvariant(words[0]) + words[1..];

    /// <summary>Connects to what is never started from here, and waits for it as long as a question may take.</summary>
    private async Task<T> AwaitAsync<T>(Func<CancellationToken, Task<T>> connectAsync, CancellationToken cancellationToken)
    {
        try
        {
            return await connectAsync(cancellationToken);
        }
        catch (UnreachableException e) when (!e.IsLasting && Awaited is { } awaited)
        {
            Say.Remark($"{Capital(awaited)} does not answer; waiting for it, {QuestionPatience.TotalSeconds:0} s at most …");
        }

        return await AgainAsync(connectAsync, QuestionPatience, cancellationToken);
    }

    private async Task<ServiceHttp> OpenHeardAsync(CancellationToken cancellationToken)
    {
        var plain = Open(Locate());
        try
        {
            if (Remote is null)
            {
                await plain.GetAsync("/service", McpJson.Default.InfoJson, cancellationToken);
            }
            else
            {
                await RemoteProbe.HearAsync(plain, cancellationToken);
            }

            return plain;
        }
        catch (Exception e) when (ServiceLoss.Is(e))
        {
            plain.Dispose();
            throw new UnreachableException($"The service at {plain.Service.Url} cannot be reached: {e.Message}");
        }
        catch
        {
            plain.Dispose();
            throw;
        }
    }

    private async Task<ServiceRecord> StartedAsync(CancellationToken cancellationToken)
    {
        var started = false;
        var service = await starter.EnsureAsync(
            service =>
            {
                started = true;
                Say.Remark($"Started the service at {service.Url}; \"{own.Text("stop")}\" ends it.");
                if (SandboxCheck.Warning(new MachineFacts()) is { } warning)
                {
                    Say.Remark(warning);
                }
            },
            cancellationToken);
        if (isTold && !started)
        {
            Say.Remark($"The service at {service.Url} was running already: settings given here do not change it (\"{own.Text("stop")}\" ends it).");
        }

        return service;
    }

    private string? Token() => settings.Token ?? FolderToken();

    private string? FolderToken()
    {
        try
        {
            // None was made where a service lets everybody in.
            return TokenFile.TryRead(settings.TokenFile);
        }
        catch (UnauthorizedAccessException)
        {
            throw new CliException($"The service's token {settings.TokenFile} belongs to another user.", ExitCode.LostOrUnreachable);
        }
    }
}
