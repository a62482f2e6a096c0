using StataRuns.Cluster.Tests.Stage;

namespace StataRuns.Cluster.Tests.Deploy;

/// <summary>What comes back from a backup, made and restored as <c>docs/cluster.md</c> says, with PostgreSQL's own tools.</summary>
public sealed class BackupSpecs
{
    [Fact(Timeout = 240_000)]
    public async Task History_and_logs_are_there_after_a_restore_into_a_new_server()
    {
        await using var cluster = await StartAsync();
        var (before, log) = await RunAsync(cluster, "before");
        await cluster.ArchiveAsync();
        await cluster.DumpAsync();
        await cluster.LoseAsync();
        await cluster.RestoreAsync(archive: true);

        Assert.Equal(log, await cluster.Gateway.LogBytesAsync(before));
        Assert.Equal([before], await ListAsync(cluster));
        var (after, _) = await RunAsync(cluster, "after");
        Assert.Equal([after, before], await ListAsync(cluster));
    }

    [Fact(Timeout = 240_000)]
    public async Task A_database_older_than_the_data_folder_knows_nothing_of_the_runs_since_and_touches_none_of_their_files()
    {
        await using var cluster = await StartAsync();
        var (before, log) = await RunAsync(cluster, "before");
        await cluster.DumpAsync();
        var (since, _) = await RunAsync(cluster, "since");
        await cluster.LoseAsync();
        await cluster.RestoreAsync(archive: false);

        Assert.Equal([before], await ListAsync(cluster));
        Assert.Equal(log, await cluster.Gateway.LogBytesAsync(before));
        Assert.True(cluster.HasFolderOf(since));
        var (after, _) = await RunAsync(cluster, "after");
        Assert.Equal([after, before], await ListAsync(cluster));
    }

    [Fact(Timeout = 240_000)]
    public async Task A_data_folder_older_than_the_database_lacks_files_and_no_run_is_forgotten()
    {
        await using var cluster = await StartAsync();
        var (before, log) = await RunAsync(cluster, "before");
        await cluster.ArchiveAsync();
        var (since, _) = await RunAsync(cluster, "since");
        await cluster.DumpAsync();
        await cluster.LoseAsync();
        await cluster.RestoreAsync(archive: true);

        Assert.Equal([since, before], await ListAsync(cluster));
        Assert.Equal(log, await cluster.Gateway.LogBytesAsync(before));
        await using var client = await cluster.Gateway.ConnectAsync();
        Assert.Equal("succeeded", (await client.SnapshotAsync("stata_run_status", ("run_id", since))).Status());
        Assert.False(cluster.HasFolderOf(since));
    }

    private static async Task<BackedUpCluster> StartAsync()
    {
        Assert.SkipWhen(await Network.MissingAsync() is not null, await Network.MissingAsync() ?? "");
        return await BackedUpCluster.StartAsync();
    }

    private static async Task<(string RunId, byte[] Log)> RunAsync(BackedUpCluster cluster, string name)
    {
        await using var client = await cluster.Gateway.ConnectAsync();
        var run = await client.RunFileAsync(cluster.Folder.DoFile(name + ".do", $"display \"this is {name}\""), ("wait", 60));
        Assert.Equal("succeeded", run.Status());
        var log = await cluster.Gateway.LogBytesAsync(run.RunId());
        Assert.Contains($"this is {name}", System.Text.Encoding.UTF8.GetString(log), StringComparison.Ordinal);
        return (run.RunId(), log);
    }

    private static async Task<string[]> ListAsync(BackedUpCluster cluster)
    {
        await using var client = await cluster.Gateway.ConnectAsync();
        return [.. (await client.SnapshotAsync("stata_run_list")).GetProperty("runs").EnumerateArray().Select(run => run.RunId())];
    }
}
