using System.Reflection;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Orleans.Runtime;
using StataRuns.Hosts;

namespace StataRuns.Grains.Tests.Hosts;

/// <summary>What passes by itself is waited for at a service's start, with words, and ends no service.</summary>
public sealed class HostWakingSpecs
{
    private static readonly HostSettings Settings = new() { DataDirectory = "/nowhere", Host = "lab2", MaxConcurrent = 2, MaxOutputBytes = 1 << 20 };

    [Fact(Timeout = 20_000)]
    public async Task A_host_that_cannot_answer_yet_is_waited_for_and_each_reason_is_said()
    {
        var host = new Script(
            new TimeoutException("no answer within 1 s"),
            new SqliteException("database is locked", 5),
            new OrleansException("the activation failed"),
            new IOException("input/output error"));
        var log = new Lines();
        var time = new FakeTimeProvider();

        var waking = new HostWaking(host.Grains(), Settings, time, log).Execute(TestContext.Current.CancellationToken);
        while (!waking.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.WhenAny(waking, Task.Delay(5, TestContext.Current.CancellationToken));
        }

        await waking;
        Assert.Equal(5, host.Calls);
        Assert.Equal(4, log.Count);
        Assert.All(log, line => Assert.StartsWith("Host lab2 does not take runs yet", line, StringComparison.Ordinal));
        Assert.Contains(log, line => line.Contains("database is locked", StringComparison.Ordinal));
    }

    [Fact(Timeout = 20_000)]
    public async Task A_fault_of_the_program_is_not_waited_for()
    {
        var host = new Script(new InvalidOperationException("a fault"));

        await Assert.ThrowsAsync<InvalidOperationException>(() => new HostWaking(
            host.Grains(), Settings, new FakeTimeProvider(), new Lines()).Execute(TestContext.Current.CancellationToken));
    }

    /// <summary>A host that fails in these ways, one after the other, and then answers.</summary>
    private sealed class Script(params Exception[] failures)
    {
        public int Calls { get; private set; }

        public IGrainFactory Grains() => Answering<IGrainFactory>.With(_ => Answering<IHostGrain>.With(_ => Answer()));

        private Task<HostPulse> Answer() => ++Calls <= failures.Length
            ? Task.FromException<HostPulse>(failures[Calls - 1])
            : Task.FromResult(new HostPulse(2, 0, 0, false, 1));
    }

    private sealed class Lines : List<string>, ILogger<HostWaking>
    {
        private readonly Lock _lock = new();

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (_lock)
            {
                Add(formatter(state, exception));
            }
        }
    }
}

/// <summary>An interface whose every method is answered alike.</summary>
public class Answering<T> : DispatchProxy
    where T : class
{
    private Func<MethodInfo, object?> _answer = null!;

#pragma warning disable CA1000 // its type is what the caller asks for
    public static T With(Func<MethodInfo, object?> answer)
    {
        var made = Create<T, Answering<T>>();
        ((Answering<T>)(object)made)._answer = answer;
        return made;
    }
#pragma warning restore CA1000

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => _answer(targetMethod!);
}
