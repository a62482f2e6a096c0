using System.Diagnostics;
using System.Globalization;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using StataRuns.Clients.Tests.Clients;
using StataRuns.Cluster.Tests.Postgres;
using StataRuns.Hosts;
using StataRuns.Output;
using StataRuns.Output.Copies;
using StataRuns.Runs;
using StataRuns.Stata;
using StataRuns.Storage;

namespace StataRuns.Cluster.Tests.Copies;

/// <summary>The silo's own program with the stand-in: what it wrote is there when it is not.</summary>
public sealed class SiloCopySpecs(SharedPostgres postgres)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact(Timeout = 120_000)]
    public async Task Output_is_read_while_its_host_is_away_and_whole_after_it_is_back()
    {
        await using var database = await postgres.CreateAsync();
        var folder = Directory.CreateTempSubdirectory("stataruns-test-");
        var (siloPort, gatewayPort) = (Ports.Free(), Ports.Free());
        var file = Path.Combine(folder.FullName, "main.do");
        await File.WriteAllLinesAsync(file, Enumerable.Range(1, 200).SelectMany(line => (string[])[$"display \"line {line}\"", "sleep 50"]), Cancellation);
        var silo = Start(database, folder, siloPort, gatewayPort);
        try
        {
            using var client = await ClientAsync(database);
            var run = (await client.Services.GetRequiredService<IGrainFactory>().GetGrain<IHostGrain>("lab2")
                .SubmitAsync(new RunRequest { Owner = "ann", FilePath = file })).Run!.RunId;
            var stored = client.Services.GetRequiredService<IStoredOutput>();
            await Eventually.TrueAsync(
                async () => (await stored.ReadAsync(run, OutputSource.Log, 0, 1))!.TotalBytes > 0, "a part is copied while the run goes on", seconds: 30);

            silo.Kill();
            await silo.WaitForExitAsync(Cancellation);
            var page = (await stored.ReadAsync(run, OutputSource.Log, 0, OutputFile.LargestPage))!;
            Assert.False(page.End);

            silo = Start(database, folder, siloPort, gatewayPort);
            await Eventually.TrueAsync(
                async () => (await stored.ReadAsync(run, OutputSource.Log, 0, 1))!.End, "all is copied after the end", seconds: 60);
            var whole = (await stored.ReadAsync(run, OutputSource.Log, 0, OutputFile.LargestPage))!;
            var log = Path.Combine(folder.FullName, "data", "runs", run.Text, "attempt-1", BatchCommand.LogName);
            Assert.Equal(await File.ReadAllBytesAsync(log, Cancellation), whole.Bytes.ToArray());
            Assert.Equal(page.Bytes.ToArray(), whole.Bytes[..page.Bytes.Length].ToArray());
        }
        finally
        {
            silo.Kill();
            await silo.WaitForExitAsync(CancellationToken.None);
            silo.Dispose();
            folder.Delete(recursive: true);
        }
    }

    private static Process Start(PostgresDatabase database, DirectoryInfo folder, int siloPort, int gatewayPort)
    {
        var program = Built.Silo;
        return Process.Start(new ProcessStartInfo(program, ["--stand-in"])
        {
            Environment =
            {
                ["StataRuns__DataDirectory"] = Path.Combine(folder.FullName, "data"),
                ["StataRuns__Host"] = "lab2",
                ["StataRuns__Cluster__ConnectionString"] = database.ConnectionString(),
                ["StataRuns__Cluster__SiloPort"] = siloPort.ToString(CultureInfo.InvariantCulture),
                ["StataRuns__Cluster__GatewayPort"] = gatewayPort.ToString(CultureInfo.InvariantCulture),
                ["StataRuns__Cluster__AdvertisedAddress"] = IPAddress.Loopback.ToString(),
            },
        })!;
    }

    private static async Task<IHost> ClientAsync(PostgresDatabase database)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Logging.SetMinimumLevel(LogLevel.None);
        builder.AddStataRunsClient(ClusterIdentity.Of(database.Settings, database.Source), database.Settings, database.Source);
        var host = builder.Build();
        await host.StartAsync(Cancellation);
        return host;
    }
}
