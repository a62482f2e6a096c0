using System.ComponentModel;
using Microsoft.Extensions.Logging;
using ModelContextProtocol;
using ModelContextProtocol.Server;

namespace StataRuns.Conformance.Fixtures;

/// <summary>Tools that speak before they answer.</summary>
[McpServerToolType]
internal static partial class NotifyingTools
{
    [McpServerTool(Name = "test_tool_with_progress"), Description("Reports progress.")]
    public static string Progress(IProgress<ProgressNotificationValue> progress)
    {
        foreach (var done in (int[])[0, 50, 100])
        {
            progress.Report(new ProgressNotificationValue { Progress = done, Total = 100 });
        }

        return "Done.";
    }

    [McpServerTool(Name = "test_tool_with_logging"), Description("Logs for its client.")]
    public static string Logging(McpServer server)
    {
        using var provider = server.AsClientLoggerProvider();
        var logger = provider.CreateLogger("conformance");
        LogStep(logger, "Tool execution started");
        LogStep(logger, "Tool processing data");
        LogStep(logger, "Tool execution completed");
        return "Done.";
    }

    [McpServerTool(Name = "test_logging_tool"), Description("Logs for its client, who has to have asked for it.")]
    public static string LoggingWhenAsked(McpServer server) => Logging(server);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Step}")]
    private static partial void LogStep(ILogger logger, string step);
}
