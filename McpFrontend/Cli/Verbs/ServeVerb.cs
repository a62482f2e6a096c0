using System.CommandLine;
using StataRuns.Configuration;
using StataRuns.McpFrontend.Serve;

namespace StataRuns.McpFrontend.Cli.Verbs;

/// <summary><c>serve</c>, and no verb at all: the service, in the foreground.</summary>
internal static class ServeVerb
{
    public static Command Create(Func<ParseResult, Invocation> invoke)
    {
        var verb = new Command("serve", "Run the service in the foreground.");
        verb.SetAction((parsed, _) => RunAsync(invoke(parsed)));
        return verb;
    }

    public static Task<int> RunAsync(Invocation invocation)
    {
        var folder = DataDirectory.Prepare(invocation.Settings.Host.DataDirectory);
        return Service.RunAsync(invocation.Settings with { Host = invocation.Settings.Host with { DataDirectory = folder } });
    }
}
