using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using StataRuns.Runs;

namespace StataRuns.Storage;

/// <summary>
/// Two calls that make the same run at once are decided by the database, which refuses the second one's write; the call then gets the
/// first one's run. Orleans logs each exception of a write as an error with its stack, twice. For this one, and in these two categories
/// alone, it is a line for those who look for it (level Debug); a filter of categories and levels could not tell it from others.
/// </summary>
internal static class RefusalLogging
{
    // The storage provider's own logger, and the one that Orleans names after the storage that a grain uses.
    private static readonly string[] Categories = ["Orleans.Storage.AdoNetGrainStorage", typeof(OneWriterStorage).FullName!];

    public static ILoggingBuilder AddRefusalLogging(this ILoggingBuilder logging)
    {
        logging.Services.TryAddSingleton<LoggerFactory>();
        logging.Services.Replace(ServiceDescriptor.Singleton<ILoggerFactory>(services => new Factory(services.GetRequiredService<LoggerFactory>())));
        return logging;
    }

    private sealed class Factory(LoggerFactory inner) : ILoggerFactory
    {
        public void AddProvider(ILoggerProvider provider) => inner.AddProvider(provider);

        public ILogger CreateLogger(string categoryName) =>
            Categories.Contains(categoryName) ? new Logger(inner.CreateLogger(categoryName)) : inner.CreateLogger(categoryName);

        public void Dispose() => inner.Dispose();
    }

    private sealed class Logger(ILogger inner) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => inner.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => inner.IsEnabled(logLevel);

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            inner.Log(exception is not null && UniqueFingerprint.IsRefusalOf(exception) ? LogLevel.Debug : logLevel, eventId, state, exception, formatter);
    }
}
