using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace StataRuns.Telemetry;

/// <summary>
/// What a program tells of itself: numbers at <c>/metrics</c> always; numbers and traces by OTLP where the standard
/// <c>OTEL_EXPORTER_OTLP_*</c> variables say where to. Nobody who did not ask pays for traces.
/// </summary>
public static class TelemetryComposition
{
    // Orleans has some two hundred instruments: these tell how a cluster does.
    private static readonly string[] OrleansInstruments =
    [
        "orleans-app-requests-latency", "orleans-app-requests-timedout", "orleans-catalog-activations", "orleans-grains",
        "orleans-client-connected-gateways", "orleans-gateway-connected-clients", "orleans-messaging-pings-reply-missed",
        "orleans-messaging-rejected", "orleans-networking-sockets-opened", "orleans-networking-sockets-closed",
        "orleans-scheduler-long-running-turns", "orleans-storage-write-latency", "orleans-storage-write-errors",
    ];

    private static readonly string[] WebInstruments = ["http.server.request.duration", "http.server.active_requests", "kestrel.active_connections"];

    /// <summary>Adds the numbers, and the exporters that were asked for.</summary>
    /// <param name="builder">The program.</param>
    /// <param name="serviceName">The program's name, such as <c>stataruns</c>; <c>OTEL_SERVICE_NAME</c> goes before it.</param>
    /// <param name="host">The host's name; null where the program is none.</param>
    public static IHostApplicationBuilder AddStataRunsTelemetry(this IHostApplicationBuilder builder, string serviceName, string? host)
    {
        var wish = new TelemetryWish(builder.Configuration);
        var telemetry = builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => Describe(resource, serviceName, host))
            .WithMetrics(metrics =>
            {
                metrics.AddMeter(Instruments.Name, "Microsoft.Orleans", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "Npgsql", "Experimental.ModelContextProtocol");
                metrics.AddView(instrument => Drops(instrument.Meter.Name, instrument.Name) ? MetricStreamConfiguration.Drop : new MetricStreamConfiguration { CardinalityLimit = SeriesOf(instrument.Meter.Name) });
                metrics.AddPrometheusExporter();
                if (wish.Metrics)
                {
                    metrics.AddOtlpExporter();
                }
            });
        if (wish.Traces)
        {
            telemetry.WithTracing(traces =>
            {
                // Its own word on tool calls is the MCP library's; grain calls and storage are Orleans's.
                traces.AddSource(RunTrace.Name, "Experimental.ModelContextProtocol", "Microsoft.Orleans.Application", "Microsoft.Orleans.Storage");
                traces.AddAspNetCoreInstrumentation(web => web.Filter = context => IsWorthTelling(context.Request.Path));
                traces.AddNpgsql();
                if (!wish.HasSampler)
                {
                    traces.SetSampler(new RequestTraces());
                }

                traces.AddOtlpExporter();
            });
        }

        return builder;
    }

    /// <summary>Prometheus's own address.</summary>
    public static IEndpointConventionBuilder MapMetrics(this IEndpointRouteBuilder endpoints) => endpoints.MapPrometheusScrapingEndpoint("/metrics");

    private static void Describe(ResourceBuilder resource, string serviceName, string? host)
    {
        var version = Assembly.GetEntryAssembly()?.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0];
        resource.AddService(serviceName, serviceVersion: version);
        resource.AddAttributes([new("host.name", host ?? Environment.MachineName)]);

        // What the variables say goes before what the program says.
        resource.AddEnvironmentVariableDetector();
    }

    /// <summary>
    /// How many series an instrument may have. The library makes room for all of them at once, 2 000 for each unless told otherwise. Ours
    /// and Orleans' have a handful of labels; of requests there are as many as addresses, methods and answers. What there is no room
    /// for is still counted, in a series of its own.
    /// </summary>
    private static int SeriesOf(string meter) => meter switch
    {
        "Microsoft.AspNetCore.Hosting" or "Experimental.ModelContextProtocol" => 500,
        _ => 50,
    };

    private static bool Drops(string meter, string instrument) => meter switch
    {
        "Microsoft.Orleans" => !OrleansInstruments.Contains(instrument),
        "Microsoft.AspNetCore.Hosting" or "Microsoft.AspNetCore.Server.Kestrel" => !WebInstruments.Contains(instrument),
        _ => false,
    };

    /// <summary>Not those who look every few seconds, and not who reads a log as it grows: each page would be a span.</summary>
    private static bool IsWorthTelling(Microsoft.AspNetCore.Http.PathString path) =>
        !path.StartsWithSegments("/health", StringComparison.Ordinal)
        && !path.StartsWithSegments("/metrics", StringComparison.Ordinal)
        && !path.StartsWithSegments(DashboardComposition.Path, StringComparison.Ordinal)
        && path.Value?.EndsWith("/log", StringComparison.Ordinal) is not true
        && path.Value?.EndsWith("/console", StringComparison.Ordinal) is not true;
}
