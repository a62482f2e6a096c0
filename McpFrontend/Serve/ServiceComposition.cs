using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection.Extensions;
using StataRuns.Hosts;
using StataRuns.McpFrontend.Following;
using StataRuns.McpFrontend.Hosts;
using StataRuns.McpFrontend.Logs;
using StataRuns.McpFrontend.Mcp;
using StataRuns.McpFrontend.Mcp.Calls;
using StataRuns.McpFrontend.Pages;
using StataRuns.McpFrontend.Requests;
using StataRuns.McpFrontend.Security;
using StataRuns.McpFrontend.Telemetry;
using StataRuns.Telemetry;

namespace StataRuns.McpFrontend.Serve;

/// <summary>Puts the service together.</summary>
internal static class ServiceComposition
{
    // What is open then is cut off: every face can be taken up again, and runs do not notice.
    private static readonly TimeSpan LongestShutdown = TimeSpan.FromSeconds(2);

    /// <summary>Builds the service.</summary>
    /// <param name="settings">What it was told.</param>
    /// <param name="token">The data folder's token; null if none is asked for.</param>
    /// <param name="sockets">Where it listens.</param>
    /// <param name="addRuns">Adds what the faces stand on: the embedded host, or another one.</param>
    public static WebApplication Build(ServiceSettings settings, string? token, ListenSockets sockets, Action<IHostApplicationBuilder> addRuns)
    {
        // Empty, and without arguments: configuration was read and checked before. The environment counts for logging only.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        AddServer(builder, sockets);
        builder.Configuration.AddEnvironmentVariables();
        builder.Logging.AddServiceLogging(builder.Configuration);
        addRuns(builder);
        builder.AddStataRunsTelemetry("stataruns", settings.Host.Host);

        var services = builder.Services;
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IRunGrains, OrleansRunGrains>();
        services.TryAddSingleton<IHostWatch>(new OwnHost(settings.Host.Host));
        services.AddSingleton(settings);
        services.AddSingleton<Activity>();
        services.AddSingleton<LogBytes>();
        services.AddSingleton(new Keyring(settings, token));
        services.AddSingleton(new HostNames([.. sockets.Addresses.Select(address => address.Name).OfType<string>(), .. settings.HttpNames]));
        services.AddSingleton<HttpCertificate>();
        services.AddHostedService<IdleShutdown>();
        services.Configure<HostOptions>(options => options.ShutdownTimeout = LongestShutdown);
        services.AddRouting();
        services.AddMcpFace();

        var app = builder.Build();
        app.UseMiddleware<FailedRequests>();
        app.TrustProxy(settings.TrustProxy);
        app.UseRouting(); // first: who may come in, and what is checked, depends on the endpoint
        app.Use(app.Services.GetRequiredService<Activity>().CountAsync);
        app.UseMiddleware<Gate>();
        app.Use(StillStarting.RefuseAsync);
        app.UseMiddleware<RefusedBodies>();
        app.UseMiddleware<Delivery>();
        app.MapMcpFace();
        app.MapLogs();
        app.MapHandOvers();
        app.MapRuns();
        app.MapKeeping();
        app.MapLogPositions();
        app.MapStartPage();
        app.MapGroup("").WithMetadata(EndpointAccess.Open).MapHealth();
        app.MapMetrics().WithMetadata(EndpointAccess.Operator);
        app.MapDashboard();
        app.MapServiceEndpoints();
        return app;
    }

    private static void AddServer(WebApplicationBuilder builder, ListenSockets sockets)
    {
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration();
        builder.Services.Configure<SocketTransportOptions>(options => options.CreateBoundListenSocket = sockets.Take);
        builder.WebHost.ConfigureKestrel(options =>
        {
            options.AddServerHeader = false;
            options.Limits.MaxRequestBodySize = RefusedBodies.Longest;

            // A write is done when the system has the bytes: see Delivery. It also keeps slow readers of logs from filling memory.
            options.Limits.MaxResponseBufferSize = 0;

            // A reader that pauses is welcome to: it holds up nobody but itself.
            options.Limits.MinResponseDataRate = null;
            foreach (var address in sockets.Addresses)
            {
                options.Listen(address.EndPoint, listen => Protect(listen, address));
            }
        });
    }

    private static void Protect(ListenOptions listen, ListenAddress address)
    {
        if (address.IsTls)
        {
            // A call's own connection is what Delivery watches: with HTTP/2 many calls would share one.
            listen.Protocols = HttpProtocols.Http1;
            var certificate = listen.ApplicationServices.GetRequiredService<HttpCertificate>();
            listen.UseHttps(new TlsHandshakeCallbackOptions { OnConnection = _ => new(certificate.Options()) });
        }
    }
}
