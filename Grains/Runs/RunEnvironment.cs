using System.Collections;

namespace StataRuns.Runs;

/// <summary>
/// The environment of a run: the service user's, so that profile.do, ado folders and licences work, without the service's
/// own settings and secrets.
/// </summary>
internal static class RunEnvironment
{
    private static readonly string[] ServicesOwn =
        ["STATARUNS", "DOTNET_", "ASPNETCORE_", "ORLEANS", "OTEL_", "TRACEPARENT", "TRACESTATE", "Logging__", "Kestrel__", "COMPlus_", "CORECLR_", "MSBUILD"];

    /// <summary>Is a variable of this name one of the service's own, which no run gets?</summary>
    public static bool IsServicesOwn(string name) => ServicesOwn.Any(own => name.StartsWith(own, StringComparison.OrdinalIgnoreCase));

    /// <param name="traceParent">The trace that what is started below a run may join; null for none.</param>
    /// <param name="given">The run's own variables, which go before the user's; null for none.</param>
    public static IReadOnlyDictionary<string, string> OfServiceUser(string? traceParent = null, IReadOnlyDictionary<string, string>? given = null)
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            var name = (string)variable.Key;
            if (!IsServicesOwn(name))
            {
                environment[name] = (string?)variable.Value ?? "";
            }
        }

        foreach (var (name, value) in given ?? new Dictionary<string, string>())
        {
            environment[name] = value;
        }

        if (traceParent is not null)
        {
            environment["TRACEPARENT"] = traceParent;
        }

        return environment;
    }
}
