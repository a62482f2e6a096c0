using Npgsql;
using StataRuns.Cluster.Tests.Postgres;
using StataRuns.Output;
using StataRuns.Storage;

namespace StataRuns.Cluster.Tests.Copies;

/// <summary>The database goes away and comes back, by whatever way; each test has a server of its own.</summary>
public sealed class OutageSpecs
{
    [Theory(Timeout = 120_000)]
    [InlineData("stopped")]
    [InlineData("crashed")]
    [InlineData("killed")]
    public async Task What_was_written_while_the_database_was_away_is_copied_when_it_is_back(string how)
    {
        await using var server = await PostgresServer.StartNewAsync();
        await using (var source = NpgsqlDataSource.Create(server.ConnectionString()))
        {
            new PostgresSchema(source, new SqlText("postgresql")).Prepare();
        }

        await using var host = new CopyingHost(server.ConnectionString());
        await host.StartAsync();
        var (going, over, told) = (await host.RunAsync(), await host.RunAsync(), await host.RunAsync());
        var bytes = new byte[3_000_000];
        new Random(1).NextBytes(bytes);
        await going.WriteLogAsync(bytes.AsMemory(0, 1_000_000));
        await over.WriteLogAsync(bytes);
        await told.WriteLogAsync(bytes.AsMemory(0, 5));
        await host.EndAsync(over);
        await host.EndAsync(told);
        host.Copier.TellGrew(going.Id, 1);
        host.Copier.TellEnded(over.Id);

        // In the middle of it: nobody waited for what was begun.
        await (how switch
        {
            "stopped" => server.StopAsync(),
            "crashed" => server.StopAsync(StopMode.Immediate),
            _ => server.KillAsync(),
        });
        host.Copier.TellEnded(told.Id);
        await going.WriteLogAsync(bytes.AsMemory(1_000_000));
        host.Copier.TellGrew(going.Id, 1);
        await Eventually.TrueAsync(() => Task.FromResult(host.Log.Seen.Count > 0), "the log says that copying waits");
        await server.StartAsync();

        await host.CopiedAsync(over, seconds: 60);
        await host.CopiedAsync(told, seconds: 60);
        await Eventually.TrueAsync(
            async () => (await host.Stored.ReadAsync(going.Id, OutputSource.Log, 0, 1))!.TotalBytes == bytes.Length, "the going one is copied", seconds: 60);
        foreach (var run in (WrittenRun[])[going, over])
        {
            for (var offset = 0; offset < bytes.Length; offset += 1_000_000)
            {
                var page = (await host.Stored.ReadAsync(run.Id, OutputSource.Log, offset, 1_000_000))!;
                Assert.Equal(bytes.AsSpan(offset, 1_000_000), page.Bytes.Span);
            }
        }

        // Once for the outage, and once for its end: not for each run and try.
        Assert.Equal(["LogBegun", "LogOver"], host.Log.Seen.Select(line => line[..line.IndexOf(':', StringComparison.Ordinal)]));
    }

    [Fact(Timeout = 120_000)]
    public async Task A_silo_that_starts_before_its_database_copies_what_it_finds_later()
    {
        await using var server = await PostgresServer.StartNewAsync();
        await using (var source = NpgsqlDataSource.Create(server.ConnectionString()))
        {
            new PostgresSchema(source, new SqlText("postgresql")).Prepare();
        }

        await using var host = new CopyingHost(server.ConnectionString());
        var run = await host.RunAsync();
        await run.WriteLogAsync(new byte[100]);
        await host.EndAsync(run);
        await server.StopAsync();
        await host.StartAsync();
        await Eventually.TrueAsync(() => Task.FromResult(host.Log.Seen.Count > 0), "the log says that copying waits");

        await server.StartAsync();

        await host.CopiedAsync(run, seconds: 60);
    }
}
