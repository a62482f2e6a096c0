using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using StataRuns.Bench.Report;
using StataRuns.Bench.Service;

namespace StataRuns.Bench.Measures;

/// <summary>Reading a long log as a whole.</summary>
internal sealed class ReadMeasure : IMeasure
{
    private const int Megabytes = 200;
    private const int Times = 5;

    public string Name => "read";

    public string Meaning => $"""
        `GET /runs/RUN_ID/log` of a finished run with a log of {Megabytes} MB, {Times} times, against the same bytes of a file sent over a bare
        socket in pieces of 64 KiB; the two alternate. Memory is the service's resident set; "most" is the highest of looks every 10 ms.
        """;

    public async Task<IReadOnlyList<Row>> TakeAsync(Stage stage, CancellationToken cancellation)
    {
        var job = stage.Jobs.Flood(Megabytes);
        var folder = stage.Folder("flood");
        await BareJob.RunAsync(job, folder, cancellation);
        await using var service = await MeasuredService.StartAsync(stage, job, cancellation);
        await using var client = await service.ConnectAsync(cancellation);
        var atFirst = service.Memory.ResidentKilobytes;
        var begun = Stopwatch.GetTimestamp();
        var run = (await client.RunAsync(await service.DoFileAsync(cancellation), cancellation)).Succeeded();
        var took = MonotonicClock.MillisecondsSince(begun) / 1000;
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", service.Token);
        var before = service.Memory.ResidentKilobytes;
        var highest = new Highest(() => service.Memory.ResidentKilobytes, cancellation);
        var ours = new List<double>();
        var bare = new List<double>();
        for (var i = 0; i < Times; i++)
        {
            bare.Add(await RateAsync(target => SendAsync(Path.Combine(folder, "output.log"), target, cancellation)));
            ours.Add(await RateAsync(target => GetAsync(http, $"{service.Url}/runs/{run.Id}/log", target, cancellation)));
        }

        var most = await highest.StopAsync();
        return
        [
            new Row("bare socket, median", Rate(bare)),
            new Row("GET of the log, median", Rate(ours)),
            new Row("memory before the run", Mebibytes(atFirst)),
            new Row("memory before reading", Mebibytes(before)),
            new Row("memory while reading, most", Mebibytes(most)),
            new Row("memory after reading", Mebibytes(service.Memory.ResidentKilobytes)),
            new Row($"the run itself: {Megabytes} MB written at once and followed", FormattableString.Invariant($"{took:0.00} s")),
        ];
    }

    private static async Task<double> RateAsync(Func<Stream, Task<long>> read)
    {
        var begun = Stopwatch.GetTimestamp();
        var bytes = await read(Stream.Null);
        return bytes >= Megabytes * 1_000_000L
            ? bytes / 1e6 / (MonotonicClock.MillisecondsSince(begun) / 1000)
            : throw new InvalidOperationException($"Only {bytes} bytes came.");
    }

    private static async Task<long> GetAsync(HttpClient http, string url, Stream target, CancellationToken cancellation)
    {
        using var answer = await http.GetAsync(new Uri(url), HttpCompletionOption.ResponseHeadersRead, cancellation);
        answer.EnsureSuccessStatusCode();
        await using var body = await answer.Content.ReadAsStreamAsync(cancellation);
        return await DrainAsync(body, target, cancellation);
    }

    private static async Task<long> SendAsync(string path, Stream target, CancellationToken cancellation)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var receiver = new TcpClient();
        await receiver.ConnectAsync((IPEndPoint)listener.LocalEndpoint, cancellation);
        var sending = Task.Run(
            async () =>
            {
                using var sender = await listener.AcceptTcpClientAsync(cancellation);
                await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
                await file.CopyToAsync(sender.GetStream(), 64 * 1024, cancellation);
            },
            cancellation);
        var bytes = await DrainAsync(receiver.GetStream(), target, cancellation);
        await sending;
        return bytes;
    }

    private static async Task<long> DrainAsync(Stream source, Stream target, CancellationToken cancellation)
    {
        var buffer = new byte[64 * 1024];
        long bytes = 0;
        while (await source.ReadAsync(buffer, cancellation) is > 0 and var read)
        {
            await target.WriteAsync(buffer.AsMemory(0, read), cancellation);
            bytes += read;
        }

        return bytes;
    }

    private static string Rate(IEnumerable<double> rates) => FormattableString.Invariant($"{Percentiles.Of(rates).Median:0} MB/s");

    private static string Mebibytes(long kilobytes) => FormattableString.Invariant($"{kilobytes / 1024.0:0} MiB");
}
