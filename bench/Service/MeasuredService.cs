using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using ModelContextProtocol.Client;

namespace StataRuns.Bench.Service;

/// <summary>The real service as a process of its own, on loopback, with data of its own and a job in Stata's place.</summary>
internal sealed class MeasuredService : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly string _data;
    private readonly string _work;

    private MeasuredService(Process process, string data, string work, string url, string token)
    {
        (_process, _data, _work, Url, Token) = (process, data, work, url, token);
        Memory = new ProcessMemory(process.Id);
    }

    public string Url { get; }

    public string Token { get; }

    public ProcessMemory Memory { get; }

    /// <summary>Processor time that the service itself has used.</summary>
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

    /// <summary>Starts a service and waits until it is there.</summary>
    public static async Task<MeasuredService> StartAsync(Stage stage, string job, CancellationToken cancellation, int seats = 2)
    {
        var (data, work) = (stage.Folder("data"), stage.Folder("work"));
        File.SetUnixFileMode(data, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var start = new ProcessStartInfo(stage.ServiceProgram)
        {
            ArgumentList =
            {
                "--urls", "http://127.0.0.1:0", $"--StataRuns:DataDirectory={data}", $"--StataRuns:Stata:Path={job}",
                string.Create(CultureInfo.InvariantCulture, $"--StataRuns:Runs:MaxConcurrent={seats}"),
            },
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            WorkingDirectory = work,
        };
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        try
        {
            var url = await AddressAsync(process, Path.Combine(data, "service.json"), cancellation);
            var token = (await File.ReadAllTextAsync(Path.Combine(data, "token"), cancellation)).Trim();
            return new MeasuredService(process, data, work, url, token);
        }
        catch
        {
            await EndAsync(process);
            throw;
        }
    }

    public async Task<RunsClient> ConnectAsync(CancellationToken cancellation) => new(await McpClient.CreateAsync(
        new HttpClientTransport(new HttpClientTransportOptions
        {
            Endpoint = new Uri(Url + "/mcp"),
            TransportMode = HttpTransportMode.StreamableHttp,
            AdditionalHeaders = new Dictionary<string, string> { ["Authorization"] = "Bearer " + Token },
        }),
        new McpClientOptions { ClientInfo = new() { Name = "stataruns-bench", Version = "1" } },
        cancellationToken: cancellation));

    /// <summary>A do-file; the jobs don't read it, the service does.</summary>
    public async Task<string> DoFileAsync(CancellationToken cancellation)
    {
        var path = Path.Combine(_work, "main.do");
        await File.WriteAllTextAsync(path, "display 1\n", cancellation);
        return path;
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync(_process);
        Leftovers.Stop(_data);
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

    private static async Task<string> AddressAsync(Process process, string record, CancellationToken cancellation)
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
            ? $"The service ended with {process.ExitCode}."
            : string.Create(CultureInfo.InvariantCulture, $"The service did not answer within {StartLimit.TotalSeconds} s."));
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
