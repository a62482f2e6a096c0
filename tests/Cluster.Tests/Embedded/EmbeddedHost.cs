using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Storage;
using StataRuns.Clients.Tests.Clients;
using StataRuns.Hosts;
using StataRuns.Runs;

namespace StataRuns.Cluster.Tests.Embedded;

/// <summary>A real host in the test's own process, with real runs, whose storage is counted.</summary>
internal sealed class EmbeddedHost : IAsyncDisposable
{
    public const string Name = "lab1";

    private readonly IHost _host;
    private readonly CountedStorage _storage;

    private EmbeddedHost(IHost host)
    {
        _host = host;
        _storage = (CountedStorage)host.Services.GetRequiredKeyedService<IGrainStorage>(RunGrain.StorageName);
    }

    /// <summary>How many states of runs were read: each is an activation, or a write of unknown outcome.</summary>
    public int Reads => _storage.Reads;

    /// <summary>How many states of runs were written.</summary>
    public int Writes => _storage.Writes;

    public IGrainFactory Grains => _host.Services.GetRequiredService<IGrainFactory>();

    public IHostGrain Host => Grains.GetGrain<IHostGrain>(Name);

    /// <summary>Starts one.</summary>
    /// <param name="folder">Its data.</param>
    /// <param name="seats">Runs at a time.</param>
    /// <param name="stata">A program in the place of Stata; null for the stand-in.</param>
    /// <param name="configure">Changes to its services.</param>
    public static async Task<EmbeddedHost> StartAsync(DataFolder folder, int seats = 1, string? stata = null, Action<IServiceCollection>? configure = null)
    {
        Directory.CreateDirectory(folder.Data);
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(null);
        builder.AddStataRunsHost(new HostSettings
        {
            DataDirectory = folder.Data, Host = Name, StandIn = stata is null, StataPath = stata, MaxConcurrent = seats, MaxOutputBytes = 1 << 20,
            ProgramsFolder = Path.GetDirectoryName(Built.Program)!,
        });
        var real = builder.Services.Last(service => service.IsKeyedService && RunGrain.StorageName.Equals(service.ServiceKey));
        builder.Services.AddKeyedSingleton<IGrainStorage>(
            RunGrain.StorageName, (services, key) => new CountedStorage((IGrainStorage)real.KeyedImplementationFactory!(services, key)));
        configure?.Invoke(builder.Services);
        var host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        return new EmbeddedHost(host);
    }

    /// <summary>Submits a do-file.</summary>
    public async Task<RunSnapshot> SubmitAsync(string file, string owner = "ann", params string[] arguments)
    {
        var answer = await Host.SubmitAsync(new RunRequest { Owner = owner, FilePath = file, Arguments = arguments });
        return answer.Run ?? throw new InvalidOperationException(answer.Refusal);
    }

    /// <summary>Submits the same do-file with so many arguments; the runs in the queue's order.</summary>
    public async Task<List<RunSnapshot>> FillAsync(string file, int count, string owner = "ann")
    {
        List<RunSnapshot> runs = [];
        for (var i = 0; i < count; i++)
        {
            runs.Add(await SubmitAsync(file, owner, $"{i}"));
        }

        return runs;
    }

    public IRunGrain Run(RunId id) => Grains.GetGrain<IRunGrain>(id.Text);

    public Task IsAsync(RunId id, RunStatus status, int seconds = 30) =>
        Eventually.TrueAsync(async () => (await Run(id).GetAsync())!.Status == status, $"run {id} is {status}", seconds);

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync(CancellationToken.None);
        _host.Dispose();
    }

    private sealed class CountedStorage(IGrainStorage inner) : IGrainStorage
    {
        private int _reads;
        private int _writes;

        public int Reads => Volatile.Read(ref _reads);

        public int Writes => Volatile.Read(ref _writes);

        public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
        {
            Interlocked.Increment(ref _reads);
            return inner.ReadStateAsync(stateName, grainId, grainState);
        }

        public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
        {
            Interlocked.Increment(ref _writes);
            return inner.WriteStateAsync(stateName, grainId, grainState);
        }

        public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => inner.ClearStateAsync(stateName, grainId, grainState);
    }
}
