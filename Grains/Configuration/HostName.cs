using StataRuns.Runs;

namespace StataRuns.Configuration;

/// <summary>Makes a host's name for run ids from the machine's.</summary>
internal static class HostName
{
    private const int Longest = 63;

    /// <summary>This machine's name as a slug.</summary>
    public static string OfThisMachine() => Slug(Environment.MachineName);

    /// <summary>
    /// Lower-case letters and digits of the name's first label, anything else as single hyphens; <c>host</c> if nothing is left.
    /// </summary>
    public static string Slug(string machineName)
    {
        var label = machineName.Split('.')[0].ToLowerInvariant();
        var slug = string.Join('-', string.Concat(label.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-'))
            .Split('-', StringSplitOptions.RemoveEmptyEntries));
        slug = slug[..Math.Min(slug.Length, Longest)].TrimEnd('-');
        return RunId.IsHost(slug) ? slug : "host";
    }
}
