using StataRuns.Clients.Tests.Clients;
using StataRuns.Cluster.Tests.Stage;

namespace StataRuns.Cluster.Tests.Endurance;

/// <summary>
/// An agent that wants a do-file's result and does what agents do when a call fails: it attaches if it knows the run, and repeats
/// the call if it does not, through whichever gateway answers.
/// </summary>
internal sealed class Agent(ClientPool clients, Kind kind, int firstGateway)
{
    private static readonly string[] Final = ["succeeded", "failed", "cancelled", "timed_out", "lost"];
    private static readonly TimeSpan BeforeNextTry = TimeSpan.FromMilliseconds(500);

    private int _gateway = firstGateway;
    private string? _runId;

    /// <summary>How often it had to try.</summary>
    public int Tries { get; private set; }

    /// <summary>The final answer.</summary>
    public async Task<ToolAnswer> WorkAsync(CountedDoFile file)
    {
        while (true)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            Tries++;
            if (await TryAsync(file) is { } answer)
            {
                return answer;
            }

            _gateway++;
            await Task.Delay(BeforeNextTry, TestContext.Current.CancellationToken);
        }
    }

    private async Task<ToolAnswer?> TryAsync(CountedDoFile file)
    {
        RealClient client;
        try
        {
            client = await clients.GetAsync(kind, _gateway);
        }
        catch (CallFailedException)
        {
            return null;
        }

        var call = _runId is null
            ? client.Call("stata_run_file", file.Call)
            : client.Call("stata_run_attach", new() { ["run_id"] = _runId, ["wait"] = 60, ["output"] = "full", ["max_output_chars"] = 1_000_000 });
        try
        {
            var answer = await call.Answer;
            if (!answer.Json.TryGetProperty("structuredContent", out var snapshot))
            {
                return null; // a sentence: not now
            }

            _runId = snapshot.RunId();
            return Final.Contains(snapshot.Status()) ? answer : null;
        }
        catch (CallFailedException)
        {
            _runId ??= call.Progress.Count > 0 ? call.Progress.RunId : null;
            await clients.DropAsync(client);
            return null;
        }
    }
}
