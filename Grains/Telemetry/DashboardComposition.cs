using Microsoft.Extensions.DependencyInjection;
using Orleans.Dashboard;

namespace StataRuns.Telemetry;

/// <summary>The Orleans Dashboard: its collecting part in each silo, its pages in whatever program answers HTTP.</summary>
public static class DashboardComposition
{
    /// <summary>Where it answers.</summary>
    public const string Path = "/dashboard";

    /// <summary>Adds it to a silo.</summary>
    public static ISiloBuilder AddStataRunsDashboard(this ISiloBuilder silo)
    {
        silo.AddDashboard(Quiet);
        silo.Services.AddSingleton<DashboardIsThere>();
        return silo;
    }

    /// <summary>Adds its pages to a client of a cluster, whose silos have it too.</summary>
    public static IClientBuilder AddStataRunsDashboard(this IClientBuilder client)
    {
        client.AddDashboard(Quiet);
        client.Services.AddSingleton<DashboardIsThere>();
        return client;
    }

    // The trace is the program's log: it tells of everybody's runs.
    private static void Quiet(DashboardOptions options) => options.HideTrace = true;
}

/// <summary>Says that a dashboard was added: a program without one maps none.</summary>
public sealed class DashboardIsThere;
