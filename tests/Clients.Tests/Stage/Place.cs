using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using StataRuns.Clients.Tests.Clients;

namespace StataRuns.Clients.Tests.Stage;

/// <summary>A data folder, the service on it, whoever started that, and the ways to it.</summary>
internal sealed class Place : IAsyncDisposable
{
    private RunningService? _started;

    public DataFolder Folder { get; } = new();

    private string Record => Path.Combine(Folder.Data, "service.json");

    /// <summary>The arguments that make this program speak over a pipe for this folder.</summary>
    public IReadOnlyList<string> StdioArguments => ["stdio", "--stand-in", $"--StataRuns:DataDirectory={Folder.Data}"];

    /// <summary>Starts the service, for clients that do not.</summary>
    /// <param name="failAt">Where it dies.</param>
    /// <param name="url">Where it listens; null: on a free port.</param>
    public async Task<string> StartServiceAsync(string? failAt = null, string? url = null)
    {
        Directory.CreateDirectory(Folder.Work);
        if (_started is not null)
        {
            await _started.DisposeAsync();
        }

        _started = await RunningService.StartAsync(Folder, failAt: failAt, url: url);
        return _started.Url;
    }

    /// <summary>What a client is told of the service.</summary>
    public Target Target(string way) => way == Way.Stdio
        ? new Target { Command = Built.Program, Arguments = StdioArguments, Directory = Folder.Work }
        : new Target
        {
            Url = Read().GetProperty("url").GetString() + "/mcp",
            Headers = new() { ["Authorization"] = "Bearer " + File.ReadAllText(Path.Combine(Folder.Data, "token")).Trim() },
        };

    /// <summary>A connected client.</summary>
    public Task<RealClient> ConnectAsync(string kind, string way) => RealClient.ConnectAsync(Kind.Named(kind), Target(way));

    /// <summary>The service that runs; null if none does.</summary>
    public Process? Service()
    {
        try
        {
            return File.Exists(Record) && Process.GetProcessById(Read().GetProperty("process_id").GetInt32()) is { HasExited: false } found ? found : null;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or IOException)
        {
            return null;
        }
    }

    /// <summary>The run that there is; a second one would be one too many.</summary>
    public string OnlyRun() => Path.GetFileName(Assert.Single(Directory.EnumerateDirectories(Path.Combine(Folder.Data, "runs"))));

    /// <summary>Kills the service as a power cut would.</summary>
    public async Task KillServiceAsync()
    {
        using var service = Service() ?? throw new InvalidOperationException("No service runs.");
        service.Kill();
        await service.WaitForExitAsync(CancellationToken.None);
    }

    /// <summary>Sends the service a signal, by its name.</summary>
    public async Task SignalServiceAsync(string signal)
    {
        using var service = Service() ?? throw new InvalidOperationException("No service runs.");
        using var kill = Process.Start("kill", ["-" + signal, service.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, kill.ExitCode);
    }

    /// <summary>Stops the service in order.</summary>
    public async Task StopServiceAsync()
    {
        using var stop = Process.Start(new ProcessStartInfo(Built.Program, ["stop", $"--StataRuns:DataDirectory={Folder.Data}"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var said = stop.StandardError.ReadToEndAsync(CancellationToken.None);
        await stop.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await stop.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(stop.ExitCode == 0, await said);
    }

    /// <summary>The processes that speak over a pipe for this folder.</summary>
    public IReadOnlyList<int> Relays() => Directory.EnumerateDirectories("/proc")
        .Select(folder => int.TryParse(Path.GetFileName(folder), out var id) ? id : 0)
        .Where(id => id > 0 && id != Environment.ProcessId && IsRelay(id))
        .ToList();

    public async ValueTask DisposeAsync()
    {
        if (Service() is not null)
        {
            await KillServiceAsync();
        }

        if (_started is not null)
        {
            await _started.DisposeAsync();
        }

        Folder.Dispose();
    }

    private JsonElement Read() => JsonElement.Parse(File.ReadAllBytes(Record));

    private bool IsRelay(int process)
    {
        try
        {
            var words = File.ReadAllText($"/proc/{process}/cmdline").Split('\0');
            return words is [_, "stdio", ..] or [_, _, "stdio", ..] && words.Any(word => word.EndsWith(Folder.Data, StringComparison.Ordinal));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
