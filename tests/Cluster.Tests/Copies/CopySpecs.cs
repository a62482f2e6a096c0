using Npgsql;
using StataRuns.Cluster.Tests.Postgres;
using StataRuns.Hosts;
using StataRuns.Output;
using StataRuns.Output.Copies;
using StataRuns.Runs;
using StataRuns.Storage;

namespace StataRuns.Cluster.Tests.Copies;

public sealed class CopySpecs(SharedPostgres postgres)
{
    [Theory(Timeout = 60_000)]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(65_535)]
    [InlineData(65_536)]
    [InlineData(65_537)]
    [InlineData(5_000_001)]
    public async Task A_copied_log_is_the_log_at_any_offset(int length)
    {
        await using var database = await postgres.CreateAsync();
        await using var host = new CopyingHost(database.ConnectionString());
        await host.StartAsync();
        var run = await host.RunAsync();
        var bytes = Bytes(length);
        await run.WriteLogAsync(bytes);
        await host.EndAsync(run);

        host.Copier.TellEnded(run.Id);
        await host.CopiedAsync(run);

        Assert.Equal(bytes, await WholeAsync(host.Stored, run.Id, OutputSource.Log));
        foreach (var offset in (int[])[0, 1, 65_535, 65_536, 65_537, length / 2, length - 1, length, length + 1])
        {
            foreach (var size in (int[])[0, 1, 65_536, 100_000])
            {
                var page = (await host.Stored.ReadAsync(run.Id, OutputSource.Log, Math.Max(0, offset), size))!;
                Assert.Equal(bytes.Skip(offset).Take(size), page.Bytes.ToArray());
                Assert.Equal((length, true), (page.TotalBytes, page.End));
            }
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task A_log_that_grows_in_odd_steps_is_copied_a_little_behind_and_never_out_of_order()
    {
        await using var database = await postgres.CreateAsync();
        await using var host = new CopyingHost(database.ConnectionString());
        await host.StartAsync();
        var run = await host.RunAsync();
        var bytes = Bytes(700_000);
        var written = 0;
        for (var step = 1; written < bytes.Length; step = (step * 7 % 90_001) + 1)
        {
            var size = Math.Min(step, bytes.Length - written);
            await run.WriteLogAsync(bytes.AsMemory(written, size));
            written += size;
            host.Copier.TellGrew(run.Id, 1);
            if (step % 3 == 0)
            {
                var page = (await host.Stored.ReadAsync(run.Id, OutputSource.Log, 0, OutputFile.LargestPage))!;
                Assert.False(page.End);
                Assert.Equal(bytes.AsSpan(0, (int)page.TotalBytes), page.Bytes.Span);
            }
        }

        await Eventually.TrueAsync(
            async () => (await host.Stored.ReadAsync(run.Id, OutputSource.Log, 0, 1))!.TotalBytes == bytes.Length, "what was written is copied while the run goes on");
        Assert.False((await host.Stored.ReadAsync(run.Id, OutputSource.Log, 0, 1))!.End);

        await run.WriteLogAsync(Bytes(3));
        await host.EndAsync(run);
        host.Copier.TellEnded(run.Id);
        await host.CopiedAsync(run);
        Assert.Equal(bytes.Concat(Bytes(3)), await WholeAsync(host.Stored, run.Id, OutputSource.Log));
    }

    [Fact(Timeout = 60_000)]
    public async Task Console_and_graphs_are_copied_with_the_end()
    {
        await using var database = await postgres.CreateAsync();
        await using var host = new CopyingHost(database.ConnectionString());
        await host.StartAsync();
        var run = await host.RunAsync();
        await File.WriteAllBytesAsync(run.Console, Bytes(10), TestContext.Current.CancellationToken);
        var folder = Directory.CreateDirectory(Path.Combine(run.Folder.Attempt(1).Path, "graphs"));
        var svg = Bytes(150_000);
        await File.WriteAllBytesAsync(Path.Combine(folder.FullName, "scatter.svg"), svg, TestContext.Current.CancellationToken);
        await Assert.ThrowsAsync<HostAwayException>(async () =>
        {
            // The state tells of it, and its bytes are not there yet.
            await host.EndAsync(run, new RunGraph("scatter", svg.Length), new RunGraph("gone", 7));
            await host.Stored.ReadGraphAsync(run.Id, "scatter", 0, 10);
        });

        host.Copier.TellEnded(run.Id);
        await host.CopiedAsync(run);

        Assert.Equal(Bytes(10), await WholeAsync(host.Stored, run.Id, OutputSource.Console));
        var page = (await host.Stored.ReadGraphAsync(run.Id, "scatter", 70_000, OutputFile.LargestPage))!;
        Assert.Equal(svg.AsSpan(70_000), page.Bytes.Span);
        Assert.Equal((svg.Length, true), (page.TotalBytes, page.End));
        Assert.Equal(0, (await host.Stored.ReadGraphAsync(run.Id, "gone", 0, 10))!.TotalBytes);
        Assert.Null(await host.Stored.ReadGraphAsync(run.Id, "other", 0, 10));
        Assert.Null(await host.Stored.ReadAsync(RunId.New("lab2", DateTimeOffset.UtcNow), OutputSource.Log, 0, 10));
    }

    [Fact(Timeout = 60_000)]
    public async Task What_ended_while_nobody_copied_is_found_at_the_next_start()
    {
        await using var database = await postgres.CreateAsync();
        await using var host = new CopyingHost(database.ConnectionString());
        List<WrittenRun> runs = [];
        for (var i = 0; i < 230; i++)
        {
            var run = await host.RunAsync();
            await run.WriteLogAsync(Bytes(i));
            await host.EndAsync(run);
            runs.Add(run);
        }

        await host.StartAsync();

        await Eventually.TrueAsync(
            async () => await host.ScalarAsync<long>("SELECT count(*) FROM runs WHERE NOT copied") == 0, "all of them are copied");
        Assert.Equal(Bytes(229), await WholeAsync(host.Stored, runs[229].Id, OutputSource.Log));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_run_that_goes_on_over_a_restart_of_its_silo_is_copied_on_from_where_it_was()
    {
        await using var database = await postgres.CreateAsync();
        await using var host = new CopyingHost(database.ConnectionString());
        await host.StartAsync();
        var run = await host.RunAsync();
        var bytes = Bytes(400_000);
        await run.WriteLogAsync(bytes.AsMemory(0, 100_000));
        host.Copier.TellGrew(run.Id, 1);
        await Eventually.TrueAsync(
            async () => (await host.Stored.ReadAsync(run.Id, OutputSource.Log, 0, 1))!.TotalBytes == 100_000, "its beginning is copied");
        await run.WriteLogAsync(bytes.AsMemory(100_000));
        await host.RestartAsync();

        // What was copied is not read again: were it, these would come into the copy.
        await using (var file = new FileStream(run.Log, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            await file.WriteAsync(new byte[65_536], TestContext.Current.CancellationToken);
        }

        host.Copier.TellGrew(run.Id, 1);
        await Eventually.TrueAsync(
            async () => (await host.Stored.ReadAsync(run.Id, OutputSource.Log, 0, 1))!.TotalBytes == bytes.Length, "the rest is copied");
        Assert.Equal(bytes, await WholeAsync(host.Stored, run.Id, OutputSource.Log));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_deleted_run_takes_its_copies_with_it_and_gets_no_new_ones()
    {
        await using var database = await postgres.CreateAsync();
        await using var host = new CopyingHost(database.ConnectionString());
        await host.StartAsync();
        var run = await host.RunAsync();
        await run.WriteLogAsync(Bytes(200_000));
        await host.EndAsync(run);
        host.Copier.TellEnded(run.Id);
        await host.CopiedAsync(run);

        await host.DeleteAsync(run);

        Assert.Equal(0L, await host.ScalarAsync<long>("SELECT count(*) FROM run_output"));
        await run.WriteLogAsync(Bytes(9));
        host.Copier.TellGrew(run.Id, 1);
        host.Copier.TellEnded(run.Id);
        var next = await host.RunAsync();
        await host.EndAsync(next);
        host.Copier.TellEnded(next.Id);
        await host.CopiedAsync(next);
        Assert.Null(await host.Stored.ReadAsync(run.Id, OutputSource.Log, 0, 10));
        Assert.Empty(host.Log.Seen);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_backlog_of_any_length_is_bounded_and_forgets_nobody()
    {
        await using var database = await postgres.CreateAsync();
        await using var host = new CopyingHost(database.ConnectionString());
        var run = await host.RunAsync();
        await host.EndAsync(run);
        for (var i = 0; i < 3 * OutputCopier.LongestBacklog; i++)
        {
            host.Copier.TellEnded(RunId.New("lab2", DateTimeOffset.UtcNow));
        }

        host.Copier.TellEnded(run.Id);
        Assert.Equal(OutputCopier.LongestBacklog, host.Copier.Backlog);

        await host.StartAsync();
        await host.CopiedAsync(run);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_run_whose_output_cannot_be_read_keeps_no_other_waiting()
    {
        await using var database = await postgres.CreateAsync();
        await using var host = new CopyingHost(database.ConnectionString());
        await host.StartAsync();
        var broken = await host.RunAsync();
        await host.EndAsync(broken);
        await database.ExecuteAsync($"UPDATE runs SET state = jsonb_set(state, '{{status}}', '\"of a newer program\"') WHERE run_id = '{broken.Id}'");
        var run = await host.RunAsync();
        await host.EndAsync(run);

        host.Copier.TellEnded(broken.Id);
        host.Copier.TellEnded(run.Id);

        await host.CopiedAsync(run);
        await Eventually.TrueAsync(() => Task.FromResult(host.Log.Seen.Any(line => line.Contains(broken.Id.Text, StringComparison.Ordinal))), "the other one is named in the log");
    }

    [Fact(Timeout = 60_000)]
    public async Task A_gateways_role_reads_what_was_copied()
    {
        await using var database = await postgres.CreateAsync();
        await using var host = new CopyingHost(database.ConnectionString());
        await host.StartAsync();
        var run = await host.RunAsync();
        await run.WriteLogAsync(Bytes(70_000));
        await host.EndAsync(run);
        host.Copier.TellEnded(run.Id);
        await host.CopiedAsync(run);

        var gateway = new StoredOutput(await database.UserAsync(PostgresRoles.Gateway), database.Sql);

        Assert.Equal(Bytes(70_000), await WholeAsync(gateway, run.Id, OutputSource.Log));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_silos_role_copies()
    {
        await using var database = await postgres.CreateAsync();
        await using var host = new CopyingHost((await database.UserAsync(PostgresRoles.Silo)).ConnectionString);
        await host.StartAsync();
        var run = await host.RunAsync();
        await run.WriteLogAsync(Bytes(70_000));
        host.Copier.TellGrew(run.Id, 1);
        await run.WriteLogAsync(Bytes(70_000));
        await host.EndAsync(run);
        host.Copier.TellEnded(run.Id);

        await host.CopiedAsync(run);

        Assert.Empty(host.Log.Seen);
    }

    [Fact(Timeout = 20_000)]
    public async Task What_was_copied_never_shrinks()
    {
        await using var database = await postgres.CreateAsync();
        await using var host = new CopyingHost(database.ConnectionString());
        var run = await host.RunAsync();
        await database.ExecuteAsync($"INSERT INTO run_output VALUES ('{run.Id}', 'log', 0, 'abc')");

        await Assert.ThrowsAsync<PostgresException>(() => database.ExecuteAsync("UPDATE run_output SET bytes = 'ab'"));
    }

    private static byte[] Bytes(int length)
    {
        var bytes = new byte[length];
        new Random(7).NextBytes(bytes);
        return bytes;
    }

    private static async Task<byte[]> WholeAsync(StoredOutput stored, RunId run, OutputSource source)
    {
        using var whole = new MemoryStream();
        while (await stored.ReadAsync(run, source, whole.Length, 300_001) is { Bytes.IsEmpty: false } page)
        {
            whole.Write(page.Bytes.Span);
        }

        return whole.ToArray();
    }
}
