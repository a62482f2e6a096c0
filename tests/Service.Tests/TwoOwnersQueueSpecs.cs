using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using ModelContextProtocol;

namespace StataRuns.Service.Tests;

/// <summary>Two owners wait for the same seats. What each is told of the queue names the own runs, and counts the other's.</summary>
public sealed class TwoOwnersQueueSpecs : IDisposable
{
    private const string AnnsKey = "the key of ann 4c1f0a9e77d2";
    private const string BobsKey = "the key of bob 9b02d6e1f3aa";
    private const string Others = "The only seat is held by another owner's run.";

    private readonly DataFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact(Timeout = 90_000)]
    public async Task Nobody_learns_which_runs_of_others_hold_the_seats()
    {
        await using var service = await RunningService.StartAsync(
            _folder, ["Runs:MaxConcurrent=1", "Auth:Mode=ApiKeys", $"Auth:ApiKeys:ann={Digest(AnnsKey)}", $"Auth:ApiKeys:bob={Digest(BobsKey)}"]);
        await using var ann = await service.ConnectAsync(key: AnnsKey);
        await using var bob = await service.ConnectAsync(key: BobsKey);
        var running = await bob.RunFileAsync(_folder.Lines("bobs-secret.do", 4000, 50), ("wait", 0));
        var bobs = await bob.RunFileAsync(_folder.DoFile("bobs-next.do", "display 1"), ("wait", 0));
        string[] secrets = [running.RunId(), bobs.RunId(), "bobs-"];

        // A call that waits, with its progress messages.
        var told = new Said();
        var waited = await ann.CallAsync("stata_run_file", [("file_path", _folder.DoFile("anns.do", "display 2")), ("wait", 3)], told);
        var anns = waited.StructuredContent!.Value;
        Assert.Equal("queued", anns.Status());
        Assert.Equal(2, anns.GetProperty("queue_position").GetInt32());
        Assert.Equal(Others, anns.GetProperty("queue_reason").GetString());
        await Eventually.TrueAsync(() => told.Messages.Any(message => message.Contains(Others, StringComparison.Ordinal)), "a progress message tells why the run waits");

        List<string> answers = [anns.GetRawText(), Calls.Text(waited), .. told.Messages];
        foreach (var (tool, arguments) in ((string, (string, object)[])[])
            [("stata_run_status", [("run_id", anns.RunId())]), ("stata_run_attach", [("run_id", anns.RunId()), ("wait", 0)]), ("stata_run_list", []), ("stata_run_list", [("status", "queued")]), ("stata_info", [])])
        {
            var answer = await ann.CallAsync(tool, arguments);
            answers.Add($"{answer.StructuredContent?.GetRawText()} {Calls.Text(answer)}");
            Assert.Contains(tool == "stata_info" ? "\"waiting\":2" : anns.RunId(), answers[^1], StringComparison.Ordinal);
        }

        using var http = Http(service, AnnsKey);
        foreach (var path in (string[])["/runs", $"/runs/{anns.RunId()}/snapshot", "/service"])
        {
            answers.Add(await http.GetStringAsync(new Uri(path, UriKind.Relative), Cancellation));
            Assert.Contains(anns.RunId(), answers[^1], StringComparison.Ordinal);
        }

        Assert.All(answers, answer => Assert.All(secrets, secret => Assert.DoesNotContain(secret, answer, StringComparison.Ordinal)));

        // To their owner they are named.
        var status = await bob.SnapshotAsync("stata_run_status", ("run_id", bobs.RunId()));
        Assert.Equal($"The only seat is held by {running.RunId()} (bobs-secret.do).", status.GetProperty("queue_reason").GetString());
        var info = await bob.SnapshotAsync("stata_info");
        Assert.Equal((1, 2, 1, 1), (Seats("used"), Seats("waiting"), Seats("own_running"), Seats("own_waiting")));
        Assert.Contains(running.RunId(), info.GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain(anns.RunId(), info.GetRawText(), StringComparison.Ordinal);

        int Seats(string name) => info.GetProperty("seats").GetProperty(name).GetInt32();
    }

    [Fact(Timeout = 120_000)]
    public async Task A_long_queue_makes_no_long_answer()
    {
        const int many = 150;
        await using var service = await RunningService.StartAsync(_folder, ["Runs:MaxConcurrent=1"]);
        await using var client = await service.ConnectAsync();
        await client.RunFileAsync(_folder.Lines("long.do", 4000, 50), ("wait", 0));
        var file = _folder.DoFile("wait.do", "display 1");
        List<string> waiting = [];
        for (var i = 0; i < many; i++)
        {
            waiting.Add((await client.RunFileAsync(file, ("arguments", new[] { $"{i}" }), ("wait", 0), ("output", "none"))).RunId());
        }

        var info = await client.SnapshotAsync("stata_info");
        var seats = info.GetProperty("seats");
        Assert.Equal(many, seats.GetProperty("waiting").GetInt32());
        Assert.Equal(many, seats.GetProperty("own_waiting").GetInt32());
        Assert.Equal(waiting.Take(20), seats.GetProperty("queued").EnumerateArray().Select(run => run.GetString()));
        Assert.Contains($"{many} runs wait", info.GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.True(info.GetRawText().Length < 4_000, $"{info.GetRawText().Length} characters.");
    }

    private static string Digest(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    private static HttpClient Http(RunningService service, string key) => new()
    {
        BaseAddress = new Uri(service.Url),
        DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", key) },
    };

    private sealed class Said : IProgress<ProgressNotificationValue>
    {
        public ConcurrentQueue<string> Messages { get; } = new();

        public void Report(ProgressNotificationValue value) => Messages.Enqueue(value.Message ?? "");
    }
}
