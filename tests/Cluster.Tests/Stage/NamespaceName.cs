using System.Globalization;
using System.Text.RegularExpressions;
using StataRuns.Runner.Protocol;

namespace StataRuns.Cluster.Tests.Stage;

/// <summary>
/// The name of a network namespace: it says which process made it, so that what a killed one left behind is known for that.
/// </summary>
internal static partial class NamespaceName
{
    private static int _networks;

    /// <summary>What the names of one network's namespaces begin with.</summary>
    public static string NewPrefix() => string.Create(
        CultureInfo.InvariantCulture,
        $"sr-{ProcessIdentity.Current.ProcessId}-{ProcessIdentity.Current.StartTime}-{Interlocked.Increment(ref _networks)}-");

    /// <summary>The namespaces of this machine whose makers have ended.</summary>
    public static IReadOnlyList<string> Orphans() => !Directory.Exists(Folder)
        ? []
        : [.. Directory.EnumerateFiles(Folder).Select(file => Path.GetFileName(file)!).Where(IsOrphan)];

    /// <summary>A program started by this is in the namespace from its first instruction on.</summary>
    public static string[] Launcher(string name) => ["nsenter", $"--net={Path.Combine(Folder, name)}"];

    private const string Folder = "/run/netns";

    private static bool IsOrphan(string name) =>
        Pattern.Match(name) is { Success: true } match
        && ProcessIdentity.Of(int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture))?.StartTime.ToString(CultureInfo.InvariantCulture) != match.Groups[2].Value;

    [GeneratedRegex("^sr-([0-9]+)-([0-9]+)-[0-9]+-")]
    private static partial Regex Pattern { get; }
}
