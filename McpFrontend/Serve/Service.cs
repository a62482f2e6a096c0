using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using StataRuns.Configuration;
using StataRuns.Hosts;
using StataRuns.McpFrontend.Cli;
using StataRuns.McpFrontend.Cli.Doctor;
using StataRuns.McpFrontend.Hosts;
using StataRuns.McpFrontend.Security;
using StataRuns.Storage;

namespace StataRuns.McpFrontend.Serve;

/// <summary>The service: gateway and silo in one process, from its start to its end.</summary>
internal static partial class Service
{
    private const int Ended = 0;
    private const int NotStarted = 2;

    /// <summary>Runs the service until it is told to end.</summary>
    /// <returns>The exit code: 0 after an orderly end, 2 when it could not start (one sentence on standard error says why).</returns>
    public static async Task<int> RunAsync(ServiceSettings settings)
    {
        try
        {
            using var folder = LockFolder(settings);
            DoorRules.Check(settings, ListenAddress.Parse(settings.Urls ?? ServiceSettings.DefaultUrl));
            if (settings.Cluster is null)
            {
                GatewayFolder.Refuse(settings.Host.DataDirectory);
            }

            File.Delete(settings.ServiceFile); // what a service that was killed left behind
            await (settings.Cluster is { } cluster
                ? ServeClusterAsync(settings, cluster)
                : ServeEmbeddedAsync(settings with { Host = HostFile.Settle(settings.Host) }));
            return Ended;
        }
        catch (Exception e) when (StartFailure.Reason(e) is { } reason)
        {
            Say.Remark(reason);
            return NotStarted;
        }
    }

    /// <summary>Takes the data folder, or says which service has it.</summary>
    /// <exception cref="StartException">Another one has it, or the folder cannot be written.</exception>
    public static DataFolderLock LockFolder(ServiceSettings settings) =>
        DataFolderLock.Take(settings.Host, () => ServiceRecord.Holder(settings.ServiceFile, settings.Host.DataDirectory));

    private static Task ServeEmbeddedAsync(ServiceSettings settings)
    {
        LostDatabase.Check(settings.Host);
        if (SandboxCheck.Warning(new MachineFacts()) is { } warning)
        {
            Say.Remark(warning);
        }

        return ServeAsync(settings, $"data in {settings.Host.DataDirectory}", builder => builder.AddStataRunsHost(settings.Host));
    }

    private static async Task ServeClusterAsync(ServiceSettings settings, ClusterSettings cluster)
    {
        await using var source = PostgresSource.Create(cluster);
        var database = PostgresSource.Complete(cluster.ConnectionString);
        var place = $"{database.Database} at {database.Host}";

        // A folder with an embedded service's runs is not claimed by a gateway that was tried with a wrong setting: there the cluster has to be found first.
        if (!Path.Exists(settings.Host.DatabasePath))
        {
            Mark();
        }

        var clusterId = await ClusterDatabase.FindAsync(cluster, source, CancellationToken.None);
        Mark();
        await ServeAsync(settings, $"gateway of the cluster in {place}", builder => builder.AddGateway(cluster, clusterId, source));

        void Mark() => GatewayFolder.Mark(settings.Host.DataDirectory, $"of the cluster in {place}", DateTimeOffset.UtcNow);
    }

    private static async Task ServeAsync(ServiceSettings settings, string place, Action<IHostApplicationBuilder> addRuns)
    {
        var addresses = ListenAddress.Parse(settings.Urls ?? ServiceSettings.DefaultUrl);
        using var sockets = ListenSockets.Bind(addresses, mayMove: settings.Urls is null);
        var token = settings.Auth switch
        {
            AuthMode.None => null,
            AuthMode.ApiKeys => TokenFile.ReadOrMake(settings.TokenFile), // the operator's
            _ => settings.Token ?? TokenFile.ReadOrMake(settings.TokenFile),
        };
        await using var app = ServiceComposition.Build(settings, token, sockets, addRuns);
        try
        {
            await app.StartAsync();
        }
        catch (OperationCanceledException) when (app.Lifetime.ApplicationStopping.IsCancellationRequested)
        {
            return; // it was told to end before it had begun
        }

        try
        {
            var bound = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
            var url = OwnUrl.Of(sockets.Addresses, bound, settings.HttpNames);
            ServiceRecord.Here(url, DateTimeOffset.UtcNow).Write(settings.ServiceFile);
            Say.Answer(Ready(settings, url, place, sockets.TakenPort));
            if (sockets.Addresses.Any(address => address.IsEverywhere) && settings.HttpNames.Count == 0)
            {
                Say.Answer("From other machines it can be called by no name yet: set StataRuns:Http:Names to the names, or numbers, that they use.");
            }

            await app.WaitForShutdownAsync();
        }
        finally
        {
            await RemoveRecordAsync(settings.ServiceFile);
        }
    }

    /// <summary>
    /// Removes the record of where this service is. On a disk that takes no change it stays, and its reader finds that its process
    /// has ended: the end is an orderly one all the same.
    /// </summary>
    private static async Task RemoveRecordAsync(string record)
    {
        try
        {
            File.Delete(record);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"{record} could not be removed: {e.Message}. The service has ended; the next one removes the file.");
        }
    }

    private static string Ready(ServiceSettings settings, string url, string place, int? takenPort)
    {
        var moved = takenPort is { } port ? $" (port {port} is taken)" : "";
        var open = settings.Auth is AuthMode.None ? " WITHOUT A TOKEN: every user of this machine may run programs as you" : "";
        return $"StataRuns {ProductVersion.Text} listens on {url}/mcp{moved}{open} · {place} · Ctrl-C ends it, runs go on";
    }
}
