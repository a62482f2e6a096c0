using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Orleans.Runtime;
using Orleans.Storage;
using StataRuns.Cluster.Tests.Postgres;
using StataRuns.Runs;
using StataRuns.Storage;

namespace StataRuns.Cluster.Tests.Storage;

/// <summary>Real silos on the database: the storage provider's words and the membership protocol's.</summary>
public sealed class SiloStorageSpecs(SharedPostgres postgres)
{
    [Fact(Timeout = 60_000)]
    public async Task Silos_with_a_silos_rights_find_each_other_and_leave()
    {
        await using var database = await postgres.CreateAsync();
        var rights = await database.UserAsync(PostgresRoles.Silo);
        using var first = await StartAsync(rights);
        using var second = await StartAsync(rights);

        await Eventually.TrueAsync(
            async () => await database.ScalarAsync<long>("SELECT count(*) FROM OrleansMembershipTable WHERE Status = 3") == 2, "two silos are active");
        var table = first.Services.GetRequiredService<IMembershipTable>();
        var all = await table.ReadAllAsync(TestContext.Current.CancellationToken);
        Assert.Equal(2, all.Members.Count);
        Assert.All(all.Members, member => Assert.Equal(DateTime.UtcNow, member.Item1.IAmAliveTime, TimeSpan.FromMinutes(1)));

        // A change by one who read before others changed is refused, and an old entry of the dead goes.
        var (entry, etag) = all.Members[0];
        Assert.False(await table.UpdateRowAsync(entry, etag, new TableVersion(all.Version.Version - 1, "stale"), TestContext.Current.CancellationToken));
        await table.CleanupDefunctSiloEntriesAsync(DateTimeOffset.UtcNow.AddHours(1), TestContext.Current.CancellationToken);
        Assert.Equal(2, (await table.ReadAllAsync(TestContext.Current.CancellationToken)).Members.Count);

        await second.StopAsync(TestContext.Current.CancellationToken);
        await Eventually.TrueAsync(
            async () => await database.ScalarAsync<long>("SELECT count(*) FROM OrleansMembershipTable WHERE Status = 6") == 1, "one is dead");
        await table.CleanupDefunctSiloEntriesAsync(DateTimeOffset.UtcNow.AddHours(1), TestContext.Current.CancellationToken);
        Assert.Single((await table.ReadAllAsync(TestContext.Current.CancellationToken)).Members);
        await first.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_state_is_written_read_and_removed_and_a_stale_one_is_a_conflict()
    {
        await using var database = await postgres.CreateAsync();
        using var silo = await StartAsync(await database.UserAsync(PostgresRoles.Silo));
        var storage = silo.Services.GetRequiredKeyedService<IGrainStorage>(RunGrain.StorageName);
        var run = StateDatabase.Run("a");
        var id = GrainId.Create("run", run.RunId.Text);
        var state = new GrainState<RunState>(run);

        await storage.WriteStateAsync(RunGrain.StateName, id, state);
        var stale = new GrainState<RunState>();
        await storage.ReadStateAsync(RunGrain.StateName, id, stale);
        Assert.Equal(run.RunId, stale.State!.RunId);
        state.State = run with { Status = RunStatus.Starting };
        await storage.WriteStateAsync(RunGrain.StateName, id, state);

        await Assert.ThrowsAsync<InconsistentStateException>(() => storage.WriteStateAsync(RunGrain.StateName, id, stale));
        var other = StateDatabase.Run("a");
        var otherId = GrainId.Create("run", other.RunId.Text);
        await Assert.ThrowsAsync<InconsistentStateException>(
            () => storage.WriteStateAsync(RunGrain.StateName, otherId, new GrainState<RunState>(other) { ETag = "3" }));
        var refusal = await Assert.ThrowsAnyAsync<Exception>(() => storage.WriteStateAsync(RunGrain.StateName, otherId, new GrainState<RunState>(other)));
        Assert.True(UniqueFingerprint.IsRefusalOf(refusal));

        await storage.ClearStateAsync(RunGrain.StateName, id, state);
        Assert.Equal(0L, await database.ScalarAsync<long>("SELECT (SELECT count(*) FROM OrleansStorage) + (SELECT count(*) FROM runs)"));
        await silo.StopAsync(TestContext.Current.CancellationToken);
    }

    private static async Task<IHost> StartAsync(Npgsql.NpgsqlDataSource source)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Logging.SetMinimumLevel(LogLevel.None);
        builder.UseOrleans(silo => silo
            .Configure<ClusterOptions>(options => (options.ClusterId, options.ServiceId) = ("test", "stataruns"))
            .ConfigureEndpoints(System.Net.IPAddress.Loopback, siloPort: Ports.Free(), gatewayPort: 0)
            .AddPostgresStorage(source));
        var host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        return host;
    }
}
