using System.Diagnostics;
using System.Text;

namespace StataRuns.Service.Tests;

/// <summary>A relay whose client goes without reading what it asked for.</summary>
public sealed class UnreadRelaySpecs : IDisposable
{
    // Of requests that are answered with lists of tools, and of lines that are no messages: the answers fill any pipe.
    private const int Many = 400;

    private readonly DataFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory(Timeout = 120_000)]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"tools/list","params":{}}""")]
    [InlineData("this is no message, and is answered with one that says so in a sentence of some length")]
    public async Task A_relay_ends_soon_after_its_client_closed_its_input_though_nobody_reads_its_output(string line)
    {
        await using var service = await RunningService.StartAsync(_folder);
        using var relay = Process.Start(new ProcessStartInfo(
            Built.Program,
            ["stdio", "--stand-in", $"--StataRuns:DataDirectory={_folder.Data}"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        try
        {
            var said = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(line + "\n", Many)));
            await relay.StandardInput.BaseStream.WriteAsync(said, Cancellation);
            relay.StandardInput.Close();

            using var bound = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
            bound.CancelAfter(TimeSpan.FromSeconds(30));
            await relay.WaitForExitAsync(bound.Token);
            Assert.Equal(0, relay.ExitCode);
        }
        finally
        {
            if (!relay.HasExited)
            {
                relay.Kill();
            }
        }
    }

    [Fact(Timeout = 120_000)]
    public async Task A_client_that_is_slow_to_read_gets_every_answer()
    {
        await using var service = await RunningService.StartAsync(_folder);
        using var relay = Process.Start(new ProcessStartInfo(
            Built.Program,
            ["stdio", "--stand-in", $"--StataRuns:DataDirectory={_folder.Data}"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        try
        {
            var said = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 100).Select(i => $"{{\"jsonrpc\":\"2.0\",\"id\":{i},\"method\":\"tools/list\",\"params\":{{}}}}\n")));
            await relay.StandardInput.BaseStream.WriteAsync(said, Cancellation);

            // Longer than a relay waits for a client that has gone: this one is only busy.
            await Task.Delay(TimeSpan.FromSeconds(5), Cancellation);
            var ids = new HashSet<int>();
            while (ids.Count < 100)
            {
                using var answer = System.Text.Json.JsonDocument.Parse((await relay.StandardOutput.ReadLineAsync(Cancellation))!);
                ids.Add(answer.RootElement.GetProperty("id").GetInt32());
            }

            relay.StandardInput.Close();
            await relay.WaitForExitAsync(Cancellation);
            Assert.Equal(0, relay.ExitCode);
        }
        finally
        {
            if (!relay.HasExited)
            {
                relay.Kill();
            }
        }
    }
}
