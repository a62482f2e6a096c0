using System.Reflection;

namespace StataRuns.McpFrontend.Cli;

/// <summary>This program's version.</summary>
internal static class ProgramVersion
{
    /// <summary>Without the commit that the build appends.</summary>
    public static string Text { get; } =
        typeof(ProgramVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";
}
