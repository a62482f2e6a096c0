using StataRuns.Hosts;
using StataRuns.McpFrontend.Cli.Connecting;
using StataRuns.McpFrontend.Cli;
using StataRuns.McpFrontend.Serve;

namespace StataRuns.Cli.Tests.Configuration;

/// <summary>The mark of a gateway in its data folder, and who heeds it.</summary>
public sealed class GatewayFolderSpecs : IDisposable
{
    private const string Cluster = "of the cluster in stataruns at db.example.org";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task A_marked_folder_stays_a_gateways_whatever_else_is_removed_or_torn()
    {
        var data = _folder.Folder("data");
        Assert.Null(GatewayFolder.Of(data));
        GatewayFolder.Refuse(data);

        GatewayFolder.Mark(data, Cluster, DateTimeOffset.UtcNow);
        var mark = GatewayFolder.PathIn(data);
        Assert.Contains(Cluster, Assert.Throws<StartException>(() => GatewayFolder.Refuse(data)).Message, StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(mark));
        }

        await File.WriteAllTextAsync(Path.Join(data, "stataruns.db"), "", TestContext.Current.CancellationToken);
        Directory.CreateDirectory(Path.Join(data, "runs"));
        Assert.NotNull(GatewayFolder.Of(data));

        await File.WriteAllTextAsync(mark, "{ torn", TestContext.Current.CancellationToken);
        Assert.Contains($"remove {mark}", Assert.Throws<StartException>(() => GatewayFolder.Refuse(data)).Message, StringComparison.Ordinal);
        await File.WriteAllTextAsync(mark, "", TestContext.Current.CancellationToken);
        Assert.NotNull(GatewayFolder.Of(data));

        File.Delete(mark);
        GatewayFolder.Refuse(data);
    }

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task The_first_mark_is_kept_and_a_folder_that_serves_another_cluster_says_so()
    {
        var data = _folder.Folder("data");
        var first = DateTimeOffset.UtcNow.AddDays(-1);
        GatewayFolder.Mark(data, Cluster, first);
        GatewayFolder.Mark(data, Cluster, DateTimeOffset.UtcNow);
        Assert.Equal(first, GatewayFolder.Of(data)!.Since);

        GatewayFolder.Mark(data, "of the cluster in other at db", DateTimeOffset.UtcNow);
        Assert.Equal("of the cluster in other at db", GatewayFolder.Of(data)!.Cluster);
        return Task.CompletedTask;
    }

    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task What_a_killed_gateway_of_the_version_before_left_behind_counts_as_a_mark_and_an_embedded_services_record_does_not()
    {
        var data = _folder.Folder("data");
        ServiceRecord.Here("http://127.0.0.1:4000", DateTimeOffset.UtcNow).Write(ServiceRecord.PathIn(data));
        Assert.NotNull(GatewayFolder.Of(data));

        // An embedded service notes its name before it says where it is.
        await File.WriteAllTextAsync(Path.Join(data, "host"), "lab2\n", TestContext.Current.CancellationToken);
        Assert.Null(GatewayFolder.Of(data));
    }

    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task A_command_starts_no_service_in_a_marked_folder_and_says_what_is_down()
    {
        var data = _folder.Folder("data");
        GatewayFolder.Mark(data, Cluster, DateTimeOffset.UtcNow);
        var settings = new ServiceSettings { Host = new HostSettings { DataDirectory = data, Host = "lab2", MaxConcurrent = 1, MaxOutputBytes = 1 } };

        // What would be started does not exist: an attempt would say that.
        var starter = new ServiceStarter(settings, new ServiceLaunch("/nowhere/stataruns", [], new Dictionary<string, string>()));
        var refused = await Assert.ThrowsAsync<UnreachableException>(() => starter.EnsureAsync(null, TestContext.Current.CancellationToken));
        Assert.Contains("gateway's data folder", refused.Message, StringComparison.Ordinal);

        var access = new ServiceAccess(settings, starter, new OwnCommand([]), isTold: false);
        Assert.Equal($"the gateway of {data}", access.Awaited);
        Assert.Contains("is not started from here", access.NoneRuns().Message, StringComparison.Ordinal);
        Assert.Equal(3, access.NoneRuns().ExitCode);

        // Where the folder is gone, nothing is waited for.
        Directory.Delete(data, recursive: true);
        Assert.Null(access.Awaited);
    }
}
