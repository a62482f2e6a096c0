using StataRuns.Configuration;
using StataRuns.Hosts;
using StataRuns.McpFrontend.Cli.Doctor;
using StataRuns.McpFrontend.Mcp.Snapshots;
using StataRuns.McpFrontend.Security;
using StataRuns.McpFrontend.Serve;

namespace StataRuns.McpFrontend.Cli.Connecting;

/// <summary>The way to the service of a data folder.</summary>
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

    /// <summary>The service, if one runs.</summary>
    public ServiceRecord? Find() => RunningService.Find(settings);

    /// <summary>Connects to the running service.</summary>
    /// <exception cref="CliException">None runs, or it cannot be reached.</exception>
    public async Task<ServiceClient> ConnectAsync(CancellationToken cancellationToken)
    {
        var service = Find() ?? throw NoneRuns();
        try
        {
            return await ServiceClient.ConnectAsync(Open(service), cancellationToken);
        }
        catch (Exception e) when (ServiceLoss.Is(e))
        {
            throw new CliException($"The service at {service.Url} (process {service.ProcessId}) cannot be reached: {e.Message}", ExitCode.LostOrUnreachable);
        }
    }

    /// <summary>The way to a service for plain requests; nothing is sent before the first one.</summary>
    public ServiceHttp Open(ServiceRecord service) => new(service, Token());

    /// <summary>The same, and the service is started if none runs.</summary>
    /// <exception cref="CliException">It did not start.</exception>
    public async Task<ServiceHttp> OpenAsync(CancellationToken cancellationToken) => Open(await StartedAsync(cancellationToken));

    /// <summary>Connects to the service, and starts it if none runs.</summary>
    /// <exception cref="CliException">It did not start, or it cannot be reached.</exception>
    public async Task<ServiceClient> EnsureAsync(CancellationToken cancellationToken)
    {
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
    /// stopped (somebody wanted that), unless another takes its place.
    /// </summary>
    /// <exception cref="ServiceStoppedException">The service was stopped.</exception>
    /// <exception cref="CliException">It cannot be reached any more.</exception>
    public Task<ServiceClient> ReconnectAsync(CancellationToken cancellationToken) => AgainAsync(ConnectAsync, cancellationToken);

    /// <summary>The same for plain requests: the service was heard when this returns.</summary>
    /// <exception cref="ServiceStoppedException">The service was stopped.</exception>
    /// <exception cref="CliException">It cannot be reached any more.</exception>
    public Task<ServiceHttp> ReopenAsync(CancellationToken cancellationToken) => AgainAsync(OpenHeardAsync, cancellationToken);

    /// <summary>Asks the running service to end.</summary>
    public async Task StopAsync(ServiceRecord service, CancellationToken cancellationToken)
    {
        // No owner's key ends a service for the others: the data folder's token does.
        using var plain = settings.Auth is AuthMode.ApiKeys ? new ServiceHttp(service, FolderToken()) : Open(service);
        await plain.StopAsync(cancellationToken);
    }

    /// <summary>The sentence that says that no service runs.</summary>
    public CliException NoneRuns() =>
        new($"No service is running on {settings.Host.DataDirectory}. \"{own.Text()}\" starts one.", ExitCode.LostOrUnreachable);

    /// <summary>The same, for whatever kind of connection.</summary>
    /// <param name="connectAsync">Connects to the service that runs now; throws <see cref="CliException"/> where it cannot.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <exception cref="ServiceStoppedException">The service was stopped.</exception>
    /// <exception cref="CliException">It cannot be reached any more.</exception>
    public async Task<T> AgainAsync<T>(Func<CancellationToken, Task<T>> connectAsync, CancellationToken cancellationToken)
    {
        var begun = TimeProvider.System.GetTimestamp();
        for (var pause = FirstPause; ; pause = TimeSpan.FromTicks(Math.Min(pause.Ticks * 2, LongestPause.Ticks)))
        {
            await Task.Delay(pause, cancellationToken);
            var elapsed = TimeProvider.System.GetElapsedTime(begun);
            try
            {
                if (Find() is not null)
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
            catch (CliException) when (elapsed < ReconnectPatience)
            {
                // It is just coming or just going: again after a pause.
            }
        }
    }

    private async Task<ServiceHttp> OpenHeardAsync(CancellationToken cancellationToken)
    {
        var plain = Open(Find() ?? throw NoneRuns());
        try
        {
            await plain.GetAsync("/service", McpJson.Default.InfoJson, cancellationToken);
            return plain;
        }
        catch (Exception e) when (ServiceLoss.Is(e))
        {
            plain.Dispose();
            throw new CliException($"The service at {plain.Service.Url} cannot be reached: {e.Message}", ExitCode.LostOrUnreachable);
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
                if (settings.Cluster is null && SandboxCheck.Warning(new MachineFacts()) is { } warning)
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
