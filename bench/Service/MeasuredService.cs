using System.Globalization;

namespace StataRuns.Bench.Service;

/// <summary>The real, embedded service with a job in Stata's place.</summary>
internal sealed class MeasuredService : IAsyncDisposable
{
    private readonly ServiceProcess _process;
    private readonly DoFiles _doFiles;

    private MeasuredService(ServiceProcess process, DoFiles doFiles, string token) => (_process, _doFiles, Token) = (process, doFiles, token);

    public string Url => _process.Url;

    public string Token { get; }

    public string Data => _process.Data;

    public ProcessMemory Memory => _process.Memory;

    /// <summary>Processor time that the service itself has used.</summary>
    public TimeSpan ProcessorTime => _process.ProcessorTime;

    /// <summary>Milliseconds of processor time of the runners that have ended, and of what they ran.</summary>
    public long RunnersProcessorMilliseconds => _process.RunnersProcessorMilliseconds;

    /// <summary>The processes that it started and that live.</summary>
    public IEnumerable<ChildProcess> Children() => _process.Children();

    /// <summary>Starts a service and waits until it is there.</summary>
    /// <param name="stage">What it stands on.</param>
    /// <param name="job">The program in Stata's place.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <param name="seats">Runs at a time.</param>
    /// <param name="data">The data folder of one that was started before and has ended; null for a new one.</param>
    public static async Task<MeasuredService> StartAsync(Stage stage, string job, CancellationToken cancellation, int seats = 2, string? data = null)
    {
        string[] settings =
        [
            $"--StataRuns:Stata:Path={job}", string.Create(CultureInfo.InvariantCulture, $"--StataRuns:Runs:MaxConcurrent={seats}"),
        ];
        var process = await ServiceProcess.StartAsync(stage, "service", stage.ServiceProgram, settings, cancellation, data);
        try
        {
            var token = (await File.ReadAllTextAsync(Path.Combine(process.Data, "token"), cancellation)).Trim();
            return new MeasuredService(process, new DoFiles(stage.Folder("work")), token);
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    public Task<RunsClient> ConnectAsync(CancellationToken cancellation) => RunsClient.ConnectAsync(Url, Token, cancellation);

    /// <summary>A do-file; the jobs don't read it, the service does.</summary>
    public Task<string> DoFileAsync(CancellationToken cancellation) => _doFiles.NewAsync(cancellation);

    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
