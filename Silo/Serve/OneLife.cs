using System.Net.Sockets;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Npgsql;
using Orleans.Runtime;
using StataRuns.Hosts;
using StataRuns.Telemetry;

namespace StataRuns.Silo.Serve;

/// <summary>How a life ended.</summary>
internal enum LifeEnd
{
    /// <summary>In order: it was told to.</summary>
    Told,

    /// <summary>The other silos had declared it dead.</summary>
    DeclaredDead,

    /// <summary>It was not let in: silos that are said to live could not be reached.</summary>
    NotLetIn,
}

/// <summary>A silo as the cluster sees it: from joining it to leaving it.</summary>
internal static class OneLife
{
    // Its grains are handed over and its runners go on: there is nothing to wait for.
    private static readonly TimeSpan LongestShutdown = TimeSpan.FromSeconds(5);

    // Health and measurements hold no secrets, and nothing can be started by them; they are this machine's all the same.
    private const string DefaultUrl = "http://127.0.0.1:4001";

    /// <summary>Runs it.</summary>
    public static async Task<LifeEnd> RunAsync(
        HostSettings settings, ClusterSettings cluster, string clusterId, NpgsqlDataSource source, string? urls, CancellationToken end)
    {
        var death = new DeclaredDead();
        using var sockets = ListenSockets.Bind(HealthAddress.Parse(urls ?? DefaultUrl), mayMove: urls is null);
        await using var app = Build(settings, cluster, clusterId, source, sockets, death);
        death.Life = app.Lifetime;
        var record = ServiceRecord.PathIn(settings.DataDirectory);
        try
        {
            await app.StartAsync(end);
            var url = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
            ServiceRecord.Here(url, DateTimeOffset.UtcNow).Write(record);
            await Console.Out.WriteLineAsync(
                $"StataRuns silo {ProductVersion.Text}, host {settings.Host}, listens on {AdvertisedAddress.Of(cluster)}:{cluster.SiloPort} (silos) and :{cluster.GatewayPort} (gateways), health at {url} · data in {settings.DataDirectory} · Ctrl-C ends it, runs go on");
            await app.WaitForShutdownAsync(end);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested || death.HasCome)
        {
            // Told to end, or declared dead, while it was still starting.
        }
        catch (Exception e) when (death.HasCome || e is OrleansException)
        {
            await Console.Error.WriteLineAsync(e.Message.ReplaceLineEndings(" "));
            if (!death.HasCome)
            {
                return LifeEnd.NotLetIn;
            }
        }
        catch (Exception e) when (e.GetBaseException() is SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse or SocketError.AddressNotAvailable } taken)
        {
            throw new StartException(
                $"The silo cannot listen on {AdvertisedAddress.Of(cluster)}:{cluster.SiloPort} (StataRuns:Cluster:SiloPort) and :{cluster.GatewayPort} (Cluster:GatewayPort): {taken.Message}. Another silo may be there, or Cluster:AdvertisedAddress is not this machine's.");
        }
        finally
        {
            File.Delete(record);
        }

        return death.HasCome && !end.IsCancellationRequested ? LifeEnd.DeclaredDead : LifeEnd.Told;
    }

    private static WebApplication Build(
        HostSettings settings, ClusterSettings cluster, string clusterId, NpgsqlDataSource source, ListenSockets sockets, DeclaredDead death)
    {
        // Empty, and without arguments: configuration was read and checked before. The environment counts for logging only.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseKestrelCore();
        builder.Services.Configure<SocketTransportOptions>(options => options.CreateBoundListenSocket = sockets.Take);
        builder.WebHost.ConfigureKestrel(options =>
        {
            options.AddServerHeader = false;
            foreach (var address in sockets.Addresses)
            {
                options.Listen(address.EndPoint);
            }
        });
        builder.Configuration.AddEnvironmentVariables();
        builder.Logging.AddServiceLogging(builder.Configuration);
        builder.Services.AddSingleton<Orleans.Runtime.IFatalErrorHandler>(death);
        builder.AddStataRunsTelemetry("stataruns-silo", settings.Host);
        builder.AddStataRunsSilo(settings, cluster, clusterId, source);
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = LongestShutdown);
        builder.Services.AddRouting();
        var app = builder.Build();
        app.UseRouting();
        app.MapHealth();
        app.MapMetrics();
        return app;
    }
}
