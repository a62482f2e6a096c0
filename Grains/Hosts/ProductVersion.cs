using System.Reflection;

namespace StataRuns.Hosts;

/// <summary>The program's version, as it was built.</summary>
internal static class ProductVersion
{
    /// <summary>Such as <c>0.1.0</c>; what the build adds behind a plus sign is left out.</summary>
    public static string Text { get; } =
        typeof(ProductVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";
}
