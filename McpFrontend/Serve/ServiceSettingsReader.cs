using StataRuns.Configuration;

namespace StataRuns.McpFrontend.Serve;

/// <summary>Makes the service's settings from a configuration. Touches no disk: the data folder is made by who starts the service.</summary>
internal static class ServiceSettingsReader
{
    /// <summary>Checks a configuration and makes the settings from it.</summary>
    /// <param name="configuration">All sources.</param>
    /// <param name="standIn">The stand-in is asked for by option; it moves the default of the data folder too.</param>
    /// <exception cref="ConfigurationException">An entry is wrong.</exception>
    public static ServiceSettings Read(IConfiguration configuration, bool standIn)
    {
        var reader = new SettingsReader(configuration);
        return new ServiceSettings
        {
            Host = reader.Host(standIn),
            Cluster = reader.Cluster(),
            Urls = configuration["urls"] is { Length: > 0 } urls ? urls : null,
            Auth = reader.Value(ConfigurationKeys.AuthMode),
            ApiKeys = reader.ApiKeys(),
            TrustProxy = reader.Value(ConfigurationKeys.TrustProxy),
            HttpCertificate = reader.Value(ConfigurationKeys.HttpCertificate),
            HttpCertificateKey = reader.Value(ConfigurationKeys.HttpCertificateKey),
            HttpNames = reader.Value(ConfigurationKeys.HttpNames),
            Token = reader.Find(ConfigurationKeys.AuthToken),
            PassEnvironment = reader.Value(ConfigurationKeys.PassEnvironment),
            McpWait = reader.Value(ConfigurationKeys.McpWait),
            McpWaits = reader.Entries(ConfigurationKeys.McpWaits).ToDictionary(
                entry => entry.Name, entry => ConfigurationKeys.McpWaits.Read(entry.Value), StringComparer.OrdinalIgnoreCase),
        };
    }
}
