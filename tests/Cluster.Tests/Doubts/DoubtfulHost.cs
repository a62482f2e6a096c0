using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Storage;
using StataRuns.Clients.Tests.Clients;
using StataRuns.Hosts;
using StataRuns.Runs;

namespace StataRuns.Cluster.Tests.Doubts;

/// <summary>A real host in the test's own process, with real runs, whose storage can be brought into doubt.</summary>
internal sealed class DoubtfulHost : IAsyncDisposable
{
    private const string Name = "lab1";

    private readonly IHost _host;

    private DoubtfulHost(IHost host, DoubtfulStorage storage) => (_host, Storage) = (host, storage);

    public DoubtfulStorage Storage { get; }

    private IGrainFactory Grains => _host.Services.GetRequiredService<IGrainFactory>();

    public static async Task<DoubtfulHost> StartAsync(DataFolder folder)
    {
        Directory.CreateDirectory(folder.Data);
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(null);
        builder.AddStataRunsHost(new HostSettings
        {
            DataDirectory = folder.Data, Host = Name, StandIn = true, MaxConcurrent = 1, MaxOutputBytes = 1 << 20,
            ProgramsFolder = Path.GetDirectoryName(Built.Program)!,
        });
        var real = builder.Services.Last(service => service.IsKeyedService && RunGrain.StorageName.Equals(service.ServiceKey));
        builder.Services.AddKeyedSingleton<IGrainStorage>(
            RunGrain.StorageName, (services, key) => new DoubtfulStorage((IGrainStorage)real.KeyedImplementationFactory!(services, key)));
        var host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        return new DoubtfulHost(host, (DoubtfulStorage)host.Services.GetRequiredKeyedService<IGrainStorage>(RunGrain.StorageName));
    }

    /// <summary>Hands a do-file in.</summary>
    public async Task<IRunGrain> RunAsync(string file)
    {
        var answer = await Grains.GetGrain<IHostGrain>(Name).SubmitAsync(new RunRequest { Owner = "ann", FilePath = file });
        return Grains.GetGrain<IRunGrain>(answer.Run?.RunId.Text ?? throw new InvalidOperationException(answer.Refusal));
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync(CancellationToken.None);
        _host.Dispose();
    }
}
