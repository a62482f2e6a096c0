using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace StataRuns.Bench.Service;

/// <summary>One of the product's programs as a process of its own: embedded service, silo or gateway, on loopback and with a data folder of its own.</summary>
internal sealed class ServiceProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private readonly Process _process;

    private ServiceProcess(Process process, string data)
    {
        (_process, Data) = (process, data);
        Memory = new ProcessMemory(process.Id);
    }

    public string Data { get; }

    /// <summary>Where it listens.</summary>
    public string Url { get; private init; } = "";

    public ProcessMemory Memory { get; }

    /// <summary>Processor time that it has used itself.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Milliseconds of processor time of the runners that have ended, and of what they ran.</summary>
    public long RunnersProcessorMilliseconds => ChildProcess.MillisecondsOfEnded(_process.Id);

    /// <summary>The processes that it started and that live.</summary>
    public IEnumerable<ChildProcess> Children() => ChildProcess.Of(_process.Id);

    /// <summary>Starts one and waits until it is there.</summary>
    /// <param name="stage">What it stands on.</param>
    /// <param name="name">What it is, for messages and its folder's name.</param>
    /// <param name="program">The program.</param>
    /// <param name="settings">Its arguments beside where it listens and what its data folder is.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <param name="data">The data folder of one that was started before and has ended; null for a new one.</param>
    public static async Task<ServiceProcess> StartAsync(
        Stage stage, string name, string program, IEnumerable<string> settings, CancellationToken cancellation, string? data = null)
    {
        data ??= stage.Folder(name);
        File.Delete(Path.Combine(data, "service.json")); // of one that was killed
        File.SetUnixFileMode(data, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        string[] arguments = ["--urls", "http://127.0.0.1:0", $"--StataRuns:DataDirectory={data}", .. settings];
        var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            WorkingDirectory = data,
        })!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        try
        {
            return new ServiceProcess(process, data) { Url = await AddressAsync(name, process, Path.Combine(data, "service.json"), cancellation) };
        }
        catch
        {
            await EndAsync(process);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync(_process);
        Leftovers.Stop(Data);
    }

    private static async Task EndAsync(Process process)
    {
        if (!process.HasExited)
        {
            process.Kill();
        }

        await process.WaitForExitAsync(CancellationToken.None);
        process.Dispose();
    }

    private static async Task<string> AddressAsync(string name, Process process, string record, CancellationToken cancellation)
    {
        var waited = Stopwatch.StartNew();
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (waited.Elapsed < StartLimit && !process.HasExited)
        {
            await look.WaitForNextTickAsync(cancellation);
            if (TryRead(record) is { } url)
            {
                return url;
            }
        }

        throw new InvalidOperationException(process.HasExited
            ? $"The {name} ended with {process.ExitCode}."
            : string.Create(CultureInfo.InvariantCulture, $"The {name} did not answer within {StartLimit.TotalSeconds} s."));
    }

    private static string? TryRead(string record)
    {
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(record));
            return json.RootElement.GetProperty("url").GetString();
        }
        catch (Exception e) when (e is IOException or JsonException)
        {
            return null; // not there, or not whole yet
        }
    }
}
