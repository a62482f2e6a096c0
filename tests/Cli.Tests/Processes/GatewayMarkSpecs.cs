namespace StataRuns.Cli.Tests.Processes;

/// <summary>The real program as a gateway that has not found its cluster yet.</summary>
public sealed class GatewayMarkSpecs
{
    // A port where no database is.
    private static readonly string[] Gateway =
    [
        "serve", "--urls", "http://127.0.0.1:0", "--StataRuns:Cluster:ConnectionString=Host=127.0.0.1;Port=9;Database=stataruns;Username=gateways", "--StataRuns:Auth:Mode=ApiKeys",
        "--StataRuns:Auth:ApiKeys:ann=e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    ];

    [Fact(Timeout = 60_000)]
    public async Task A_gateway_that_was_killed_while_it_waited_for_its_database_leaves_no_room_for_another_service()
    {
        await using var bench = new Bench();
        var mark = Path.Join(bench.Data, "gateway.json");
        using (var gateway = bench.Call(Gateway))
        {
            await Eventually.TrueAsync(() => File.Exists(mark), $"the folder is marked; it says {gateway.Error}");
        }

        await Eventually.TrueAsync(() => !IsHeld(bench), "the killed gateway has ended");
        var (code, _, error) = await bench.RunAsync("serve", "--urls", "http://127.0.0.1:0");
        Assert.Equal(2, code);
        Assert.Contains($"{bench.Data} is the data folder of a gateway (of the cluster in stataruns at 127.0.0.1)", error, StringComparison.Ordinal);
        Assert.Contains($"remove {mark}", error, StringComparison.Ordinal);
        (code, _, error) = await bench.RunAsync("recover");
        Assert.NotEqual(0, code);
        Assert.Contains("is the data folder of a gateway", error, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Join(bench.Data, "stataruns.db")));

        // As the message says.
        File.Delete(mark);
        Assert.Equal(0, (await bench.RunAsync("ps")).Code);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_folder_with_runs_is_not_claimed_by_a_gateway_that_found_no_cluster()
    {
        await using var bench = new Bench();
        bench.DoFile("one.do", "display 1\n");
        Assert.Equal(0, (await bench.RunAsync("run", "one.do")).Code);
        Assert.Equal(0, (await bench.RunAsync("stop")).Code);
        using (var gateway = bench.Call(Gateway))
        {
            await Eventually.TrueAsync(() => gateway.Error.Contains("Waiting for the database", StringComparison.Ordinal), "it waits for its database");
        }

        await Eventually.TrueAsync(() => !IsHeld(bench), "the killed gateway has ended");
        Assert.False(File.Exists(Path.Join(bench.Data, "gateway.json")));
        Assert.Equal(0, (await bench.RunAsync("ps")).Code);
    }

    private static bool IsHeld(Bench bench)
    {
        try
        {
            using var file = new FileStream(Path.Join(bench.Data, "service.lock"), FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }
}
