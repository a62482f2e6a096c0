using System.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace StataRuns.Hosts;

/// <summary>What service and silo say on their console: what its keeper can use.</summary>
internal static class ServiceLogging
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan OneLine = TimeSpan.FromMilliseconds(10);

    public static void AddServiceLogging(this ILoggingBuilder logging, IConfiguration configuration)
    {
        logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.TimestampFormat = "HH:mm:ss ";
        });
        logging.SetMinimumLevel(LogLevel.Warning);
        logging.AddFilter("StataRuns", LogLevel.Information);

        // Why a start failed is said in one sentence, by whoever started it.
        logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
        logging.AddFilter("Orleans.Runtime.Silo", LogLevel.Critical);
        logging.AddFilter("Orleans.Runtime.SiloLifecycleSubject", LogLevel.Critical);

        // It takes the machine's up-time for a stall at its first look.
        logging.AddFilter("Orleans.Runtime.Watchdog", LogLevel.Error);

        // A host that is away is no fault of this one, and is asked for twice a second; who asked is told.
        logging.AddFilter("Polly", LogLevel.Critical);
        logging.AddFilter("Orleans.Messaging", LogLevel.Critical);
        logging.AddFilter("Orleans.Runtime.Messaging.Connection", OnceAMinute());
        logging.AddFilter("Orleans.Runtime.Messaging.ConnectionManager", OnceAMinute());

        // It logs each failed request with its stack, as a warning or an error. All of them are answered with a sentence and logged in
        // one line by whoever wrote that.
        logging.AddFilter("ModelContextProtocol", LogLevel.Critical);

        // The last word has whoever looks for something: Logging__LogLevel__StataRuns=Debug.
        logging.AddConfiguration(configuration.GetSection("Logging"));
    }

    /// <summary>Lets a warning pass, and the next one a minute later: why a silo cannot be reached is worth knowing, but not twice a second.</summary>
    private static Func<LogLevel, bool> OnceAMinute()
    {
        var last = long.MinValue;
        return level =>
        {
            if (level != LogLevel.Warning)
            {
                return level > LogLevel.Warning;
            }

            var then = Volatile.Read(ref last);
            if ((then == long.MinValue || Stopwatch.GetElapsedTime(then) > Minute)
                && Interlocked.CompareExchange(ref last, Stopwatch.GetTimestamp(), then) == then)
            {
                return true;
            }

            // One line is asked about before it is put together, and once more when it is written.
            return Stopwatch.GetElapsedTime(Volatile.Read(ref last)) < OneLine;
        };
    }
}
