using System.Diagnostics;
using System.Text.Json;

namespace StataRuns.Cluster.Tests.Stage;

/// <summary>A silo or a gateway: a program on a machine of its own, with a data folder, in as many lives as a test wants.</summary>
/// <param name="name">The machine's name; a silo's host name, too.</param>
/// <param name="launcher">What starts it there.</param>
/// <param name="data">Its data folder.</param>
/// <param name="command">Program and arguments.</param>
internal class ProgramPart(string name, string[] launcher, string data, string[] command) : IPart, IAsyncDisposable
{
    private const int SecondsToStart = 40;

    private Process? _process;

    public string Name => name;

    public string Data => data;

    public PartLog Log { get; } = new(name);

    /// <summary>Where it listens, by its own record.</summary>
    public string Url { get; private set; } = "";

    public bool Runs => _process is { HasExited: false };

    /// <summary>Its process.</summary>
    /// <exception cref="InvalidOperationException">It does not run.</exception>
    public int ProcessId => (_process ?? throw new InvalidOperationException($"{name} does not run.")).Id;

    private string Record => Path.Combine(data, "service.json");

    /// <summary>Starts it without waiting for anything.</summary>
    public void Launch()
    {
        string[] line = [.. launcher, .. command];
        _process = Process.Start(new ProcessStartInfo(line[0], line[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",

            // What a service keeps to itself, as its clients' own affair, a test that fails wants to know.
            Environment = { ["Logging__LogLevel__ModelContextProtocol"] = "Warning" },
        })!;
        Log.Add($"(starts as {_process.Id})");
        _process.OutputDataReceived += (_, said) => Keep(said.Data);
        _process.ErrorDataReceived += (_, said) => Keep(said.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public async Task StartAsync()
    {
        Launch();
        await Eventually.TrueAsync(() => Task.FromResult(_process!.HasExited || IsUp()), $"{name} has started", SecondsToStart);
        Assert.False(_process!.HasExited, $"{name} ended instead of starting: {Log.TakeNews()}");
    }

    public async Task KillAsync()
    {
        Log.Add("(is killed)");
        _process!.Kill();
        await EndedAsync();
    }

    /// <summary>Ends it in order, as a service manager does.</summary>
    public async Task StopAsync()
    {
        Log.Add("(is stopped)");
        await IpTool.RunProgramAsync("kill", "-TERM", $"{_process!.Id}");
        await EndedAsync();
    }

    /// <summary>Holds its process still, and lets it go on: a machine that stands still for a while.</summary>
    public Task SignalAsync(string signal) => IpTool.RunProgramAsync("kill", $"-{signal}", $"{_process!.Id}");

    /// <summary>Waits until it has ended; its exit code.</summary>
    public async Task<int> EndedAsync()
    {
        await _process!.WaitForExitAsync(CancellationToken.None);
        var code = _process.ExitCode;
        Log.Add($"(has ended with {code})");
        _process.Dispose();
        _process = null;
        return code;
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await KillAsync();
        }
    }

    private void Keep(string? line)
    {
        if (line is not null)
        {
            Log.Add(line);
        }
    }

    // The record of an earlier life, which was killed, names another process.
    private bool IsUp()
    {
        try
        {
            var json = JsonElement.Parse(File.ReadAllBytes(Record));
            Url = json.GetProperty("url").GetString()!;
            return json.GetProperty("process_id").GetInt32() == _process!.Id;
        }
        catch (Exception e) when (e is IOException or JsonException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
