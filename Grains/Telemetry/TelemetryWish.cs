using Microsoft.Extensions.Configuration;

namespace StataRuns.Telemetry;

/// <summary>What the standard <c>OTEL_*</c> variables ask for.</summary>
internal sealed class TelemetryWish(IConfiguration configuration)
{
    private const string Otlp = "OTEL_EXPORTER_OTLP_";

    private readonly bool _isOn =
        !string.Equals(configuration["OTEL_SDK_DISABLED"], "true", StringComparison.OrdinalIgnoreCase)
        && configuration.AsEnumerable().Any(entry => entry.Key.StartsWith(Otlp, StringComparison.Ordinal) && !string.IsNullOrEmpty(entry.Value));

    /// <summary>Are numbers to be sent by OTLP?</summary>
    public bool Metrics => _isOn && IsWanted("OTEL_METRICS_EXPORTER");

    /// <summary>Are traces to be sent by OTLP?</summary>
    public bool Traces => _isOn && IsWanted("OTEL_TRACES_EXPORTER");

    /// <summary>Does somebody say which traces are kept?</summary>
    public bool HasSampler => !string.IsNullOrEmpty(configuration["OTEL_TRACES_SAMPLER"]);

    private bool IsWanted(string variable) => configuration[variable] is null or "" or "otlp";
}
