using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace StataRuns.Hosts;

/// <summary>What service and silo say on their console: what its keeper can use.</summary>
internal static class ServiceLogging
{
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

        // It logs each failed tool call at length; ours are answered with a sentence, and the SDK's exceptions are its client's.
        logging.AddFilter("ModelContextProtocol", LogLevel.Error);

        // The last word has whoever looks for something: Logging__LogLevel__StataRuns=Debug.
        logging.AddConfiguration(configuration.GetSection("Logging"));
    }
}
