using System.Text.Json;
using Microsoft.Extensions.Configuration;

namespace StataRuns.Configuration;

/// <summary>
/// Where settings come from, later ones first: the command line, the environment, <c>appsettings.json</c> in the content root.
/// The content root is the program's own folder and not the current one: <c>stataruns ps</c> in a folder that came from
/// somewhere else must not start a program that this folder names. .NET's own <c>DOTNET_CONTENTROOT</c> moves it.
/// </summary>
internal static class ConfigurationSources
{
    /// <summary>The file beside the program, or in the configured content root.</summary>
    public const string FileName = "appsettings.json";

    /// <summary>Reads all sources.</summary>
    /// <param name="arguments">Settings of the command line: <c>--StataRuns:Key=value</c>, <c>--urls=…</c>.</param>
    /// <exception cref="ConfigurationException">The file cannot be read.</exception>
    public static IConfigurationRoot Read(IReadOnlyList<string> arguments)
    {
        var root = Environment.GetEnvironmentVariable("DOTNET_CONTENTROOT")
            ?? Environment.GetEnvironmentVariable("ASPNETCORE_CONTENTROOT")
            ?? AppContext.BaseDirectory;
        try
        {
            return new ConfigurationBuilder()
                .AddJsonFile(Path.GetFullPath(Path.Join(root, FileName)), optional: true, reloadOnChange: false)
                .AddEnvironmentVariables("DOTNET_")
                .AddEnvironmentVariables("ASPNETCORE_")
                .AddEnvironmentVariables()
                .AddCommandLine([.. arguments])
                .Build();
        }
        catch (InvalidDataException e)
        {
            // The configuration system wraps the parser's error, which knows the line, in one that knows the file.
            var reason = e.InnerException?.InnerException as JsonException ?? e.InnerException ?? e;
            throw new ConfigurationException($"{Path.Join(root, FileName)} cannot be read: {reason.Message.ReplaceLineEndings(" ")}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"{Path.Join(root, FileName)} cannot be read: {e.Message.ReplaceLineEndings(" ")}");
        }
    }
}
