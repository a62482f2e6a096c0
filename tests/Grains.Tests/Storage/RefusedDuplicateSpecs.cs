using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Concurrency;
using StataRuns.Hosts;
using StataRuns.Runs;

namespace StataRuns.Grains.Tests.Storage;

/// <summary>A second call for the same run is refused by the database, as it is to be, and is no failure that anybody has to read about.</summary>
public sealed class RefusedDuplicateSpecs : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        _folder.Dispose();
    }

    [Fact(Timeout = 60_000)]
    public async Task A_duplicate_is_answered_without_a_line_in_the_log_and_a_failure_with_one()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var lines = new Lines();
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.AddServiceLogging(builder.Configuration);
        builder.Logging.AddProvider(lines);
        builder.AddStataRunsHost(new HostSettings { DataDirectory = _folder.Path, Host = "lab2", StandIn = true, MaxConcurrent = 1, MaxOutputBytes = 1 << 20 });
        using var host = builder.Build();
        await host.StartAsync(cancellation);
        var grains = host.Services.GetRequiredService<IGrainFactory>();

        Task<CreateOutcome> CreateAsync(RunState run) =>
            grains.GetGrain<IRunControl>(run.RunId.Text).CreateAsync(new Immutable<RunState>(run));

        // Of a host that is not this one: nothing starts them.
        var first = Database.Run("same") with { Host = "lab3", CallKey = "call-1" };
        Assert.Equal(CreateOutcome.Created, await CreateAsync(first));
        Assert.Equal(CreateOutcome.Duplicate, await CreateAsync(Database.Run("same") with { Host = "lab3" }));
        Assert.Equal(CreateOutcome.Duplicate, await CreateAsync(Database.Run("other") with { Host = "lab3", CallKey = "call-1" }));
        Assert.Empty(lines);

        // Whatever else a write fails for is logged as ever.
        await Assert.ThrowsAnyAsync<Exception>(() => CreateAsync(Database.Run("third") with { Owner = null! }));
        Assert.NotEmpty(lines);
        await host.StopAsync(cancellation);
    }

    private sealed class Lines : ConcurrentQueue<string>, ILoggerProvider
    {
        public ILogger CreateLogger(string categoryName) => new Writer(this, categoryName);

        public void Dispose()
        {
        }

        private sealed class Writer(Lines lines, string category) : ILogger
        {
            public IDisposable? BeginScope<TState>(TState state)
                where TState : notnull => null;

            public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

            public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
            {
                if (logLevel >= LogLevel.Error)
                {
                    lines.Enqueue($"{category} {eventId.Id} {logLevel}: {formatter(state, exception)} [{exception?.GetType().Name}]");
                }
            }
        }
    }
}
