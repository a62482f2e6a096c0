using System.Diagnostics;
using System.Text;
using System.Text.Json;
using ModelContextProtocol.Client;
using StataRuns.Runner.Protocol;

namespace StataRuns.Service.Tests;

/// <summary>The real service as a process of its own.</summary>
internal sealed class RunningService : IAsyncDisposable
{
    private readonly Process _process;
    private readonly StringBuilder? _errors;

    private RunningService(Process process, string url, string token, StringBuilder? errors) => (_process, Url, Token, _errors) = (process, url, token, errors);

    /// <summary>In how many rounds it is killed at random moments.</summary>
    public static int RoundsOfKills => 8;

    public string Url { get; }

    public string Token { get; }

    public bool HasEnded => _process.HasExited;

    public int ProcessId => _process.Id;

    /// <summary>What it said on standard error, if that was to be heard; complete when it has ended.</summary>
    public string Errors => _errors?.ToString() ?? throw new InvalidOperationException("Its standard error was not to be heard.");

    /// <summary>Starts a service and waits until it answers.</summary>
    /// <param name="folder">Its data.</param>
    /// <param name="settings">Configuration, such as <c>Runs:MaxConcurrent=1</c>.</param>
    /// <param name="failAt">The place at which it, or a runner that it starts, dies.</param>
    /// <param name="launcher">A program that starts it in its own way.</param>
    /// <param name="ownMounts">It sees other disks than we do: its files are looked at with its eyes.</param>
    /// <param name="url">Where it listens; null: on a free port.</param>
    /// <param name="hearErrors">Is its standard error to be heard?</param>
    public static async Task<RunningService> StartAsync(
        DataFolder folder, string[]? settings = null, string? failAt = null, string[]? launcher = null, bool ownMounts = false, string? url = null, bool hearErrors = false)
    {
        var process = Launch(folder, settings, failAt, launcher, redirectError: hearErrors, url: url);
        var errors = hearErrors ? new StringBuilder() : null;
        if (errors is not null)
        {
            process.ErrorDataReceived += (_, line) => errors.AppendLine(line.Data);
            process.BeginErrorReadLine();
        }

        var data = ownMounts ? $"/proc/{process.Id}/root{folder.Data}" : folder.Data;
        var record = Path.Combine(data, "service.json");
        await Eventually.TrueAsync(() => process.HasExited || IsOf(record, process.Id), "the service answers", seconds: 30);
        if (process.HasExited)
        {
            throw new InvalidOperationException($"The service ended with {process.ExitCode}. {errors}");
        }

        using var json = JsonDocument.Parse(await File.ReadAllBytesAsync(record));
        var address = json.RootElement.GetProperty("url").GetString()!;
        var token = Path.Combine(data, "token");

        // Where owners have keys of their own there is none.
        return new RunningService(process, address, File.Exists(token) ? (await File.ReadAllTextAsync(token)).Trim() : "", errors);
    }

    /// <summary>Starts a service that is expected not to come up; its exit code and what it said.</summary>
    public static async Task<(int Code, string Error)> RefusedAsync(DataFolder folder, params string[] settings)
    {
        using var process = Launch(folder, settings, null, null, redirectError: true);
        var error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, error);
    }

    /// <summary>Connects a client.</summary>
    /// <param name="revision">Its protocol revision; null: the newest it knows.</param>
    /// <param name="key">The key of an owner; null: the service's own token.</param>
    public Task<McpClient> ConnectAsync(string? revision = null, string? key = null) => McpClient.CreateAsync(
        new HttpClientTransport(new HttpClientTransportOptions
        {
            Endpoint = new Uri(Url + "/mcp"),
            TransportMode = HttpTransportMode.StreamableHttp,
            AdditionalHeaders = new Dictionary<string, string> { ["Authorization"] = "Bearer " + (key ?? Token) },
        }),
        new McpClientOptions { ClientInfo = new() { Name = "a-test", Version = "1" }, ProtocolVersion = revision },
        cancellationToken: TestContext.Current.CancellationToken);

    /// <summary>The TCP ports on which this process listens, by the system's own tables.</summary>
    public IEnumerable<int> ListeningPorts()
    {
        var sockets = Directory.EnumerateFiles($"/proc/{_process.Id}/fd")
            .Select(descriptor => File.ResolveLinkTarget(descriptor, returnFinalTarget: false)?.Name)
            .Where(target => target?.StartsWith("socket:[", StringComparison.Ordinal) == true)
            .Select(target => target![8..^1])
            .ToHashSet();
        const string listening = "0A";
        return new[] { "tcp", "tcp6" }
            .SelectMany(table => File.ReadLines($"/proc/{_process.Id}/net/{table}").Skip(1))
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(fields => fields[3] == listening && sockets.Contains(fields[9]))
            .Select(fields => Convert.ToInt32(fields[1].Split(':')[1], 16));
    }

    /// <summary>As a power cut would: no handler runs, nothing is flushed.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Ends it in order, as systemd does.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> EndAsync()
    {
        Signals.Terminate(_process.Id);
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return _process.ExitCode;
    }

    public Task HasDiedAsync() => _process.WaitForExitAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        _process.Dispose();
    }

    private static Process Launch(DataFolder folder, string[]? settings, string? failAt, string[]? launcher, bool redirectError = false, string? url = null)
    {
        var start = new ProcessStartInfo
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = redirectError,
            WorkingDirectory = folder.Work,
        };
        string[] command =
        [
            .. launcher ?? [], Built.Program, "--urls", url ?? "http://127.0.0.1:0", $"--StataRuns:DataDirectory={folder.Data}",
            .. settings?.Any(setting => setting.StartsWith("Stata:", StringComparison.Ordinal)) == true ? Array.Empty<string>() : ["--stand-in"],
            .. settings?.Select(setting => $"--StataRuns:{setting}") ?? [],
        ];
        start.FileName = command[0];
        foreach (var argument in command[1..])
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment.Remove(FailPoint.Variable);
        if (failAt is not null)
        {
            start.Environment[FailPoint.Variable] = failAt;
        }

        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        return process;
    }

    private static bool IsOf(string record, int processId)
    {
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(record));
            return json.RootElement.GetProperty("process_id").GetInt32() == processId;
        }
        catch (Exception e) when (e is IOException or JsonException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
