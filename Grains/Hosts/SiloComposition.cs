using System.Data.Common;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using Orleans.Storage;
using StataRuns.Hosts.Placement;
using StataRuns.Output;
using StataRuns.Output.Copies;
using StataRuns.Runners;
using StataRuns.Runs;
using StataRuns.Stata;
using StataRuns.Storage;
using StataRuns.Telemetry;

namespace StataRuns.Hosts;

/// <summary>Puts an embedded host together: the silo, its grains, their storage, and what they stand on.</summary>
public static class SiloComposition
{
    private const string InnerStorage = "adonet";
    private const string Sqlite = "System.Data.SQLite"; // the provider's name for SQLite; it loads Microsoft.Data.Sqlite

    /// <summary>
    /// Adds a host that needs no other server: one silo in this process, reachable from nowhere else, its state in a
    /// SQLite file of the data folder. The gateway finds <see cref="IGrainFactory"/> and <see cref="IRunDirectory"/> in the container.
    /// </summary>
    /// <exception cref="SchemaException">The database is of a newer program.</exception>
    /// <exception cref="DbException">The database cannot be opened.</exception>
    public static IHostApplicationBuilder AddStataRunsHost(this IHostApplicationBuilder builder, HostSettings settings)
    {
        PrivateFolder.Make(settings.RunsFolder);
        var source = new SqliteSource(settings.DatabasePath);
        var sql = new SqlText("sqlite");
        new SqliteSchema(source, sql).BringForward();

        // Handed out by the container, so that it is closed with it.
        builder.Services.AddSingleton(_ => source);
        builder.Services.AddHostServices(settings, source, sql).AddSingleton<IHostRegistry, OnlyHost>().AddSingleton<IOutputCopier, NoCopies>();

        builder.UseOrleans(silo =>
        {
            // No gateway port: whoever could open one could start programs without a token. The silo's own port cannot be
            // left out, and Orleans greets whoever connects to it with the cluster's id, the only thing it asks for itself:
            // so a silo that is alone hangs up on everybody, before a byte is said.
            silo.Configure<SiloConnectionOptions>(options => options.ConfigureSiloInboundConnection(HangUp));
            silo.UseLocalhostClustering(
                siloPort: FreePort(), gatewayPort: 0,
                serviceId: "stataruns", clusterId: Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)));
            silo.AddHostPlacement(settings);
            silo.BoundMemory();
            silo.AddAdoNetGrainStorage(InnerStorage, options =>
            {
                options.Invariant = Sqlite;
                options.DataSource = source;
                options.DeleteStateOnClear = true; // a deleted run leaves nothing
                options.GrainStorageSerializer = new JsonState();
            });
            silo.Services.AddKeyedSingleton<IGrainStorage>(RunGrain.StorageName, (services, _) =>
                new OneWriterStorage(services.GetRequiredKeyedService<IGrainStorage>(InnerStorage), services.GetRequiredService<SqliteSource>().Readers));
            silo.AddActivityPropagation();
            silo.AddStataRunsDashboard();
            silo.AddStartupTask<HostWaking>();
        });
        return builder;
    }

    /// <summary>What a host stands on, wherever its state is kept.</summary>
    internal static IServiceCollection AddHostServices(this IServiceCollection services, HostSettings settings, DbDataSource source, SqlText sql) => services
        .AddSingleton(settings)
        .AddSingleton(TimeProvider.System)
        .AddSteadyClock()
        .AddSingleton(source)
        .AddSingleton(sql)
        .AddSingleton<RunsTable>()
        .AddSingleton<IRunDirectory>(provider => provider.GetRequiredService<RunsTable>())
        .AddSingleton<Engine>()
        .AddSingleton<DoFileInspection>()
        .AddSingleton<Redelivery>()
        .AddSingleton(provider => new StandardInputFolder(
            settings, provider.GetRequiredService<RunsTable>(), provider.GetRequiredService<TimeProvider>()))
        .AddSingleton<AbandonedFolders>()
        .AddSingleton<Housekeeping>()
        .AddSingleton<RunContent>()
        .AddSingleton<WrittenFiles>()
        .AddSingleton<LearnedCourses>()
        .AddSingleton<AttemptStart>()
        .AddSingleton<RunnerProgram>()
        .AddSingleton<RunnerTable>()
        .AddSingleton(new SeatQueue(settings.MaxConcurrent))
        .AddSingleton(SiloLife.Begin(settings, TimeProvider.System))
        .AddSingleton<HostLoad>()
        .AddSingleton<IReadiness, DatabaseReadiness>()
        .AddSingleton<DiskReadiness>()
        .AddSingleton<IReadiness>(provider => provider.GetRequiredService<DiskReadiness>())
        .AddSingleton(provider => FolderWatch.Create(provider.GetRequiredService<TimeProvider>()));

    private static void HangUp(IConnectionBuilder connection) => connection.Use(_ => context =>
    {
        context.Abort();
        return Task.CompletedTask;
    });

    /// <summary>A port that was free a moment ago. Should somebody take it meanwhile, the start fails and says so.</summary>
    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
