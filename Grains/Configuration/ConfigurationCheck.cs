using Microsoft.Extensions.Configuration;

namespace StataRuns.Configuration;

/// <summary>Holds a configuration against the table of settings: nothing unknown, nothing wrong, nothing of later work.</summary>
internal static class ConfigurationCheck
{
    /// <summary>Checks every entry of the section.</summary>
    /// <exception cref="ConfigurationException">An entry is wrong; the message names it, its value and what is allowed.</exception>
    public static void Run(IConfiguration configuration)
    {
        foreach (var (path, value) in Entries(configuration))
        {
            if (Problem(path, value) is { } problem)
            {
                throw new ConfigurationException(problem);
            }
        }
    }

    /// <summary>The section's entries that have a value, by their name below the section; an empty value is none.</summary>
    public static IEnumerable<(string Path, string Value)> Entries(IConfiguration configuration) =>
        from entry in configuration.GetSection(ConfigurationKey.Section).AsEnumerable(makePathsRelative: true)
        where !string.IsNullOrWhiteSpace(entry.Value)
        orderby entry.Key
        select (entry.Key, entry.Value);

    private static string? Problem(string path, string value)
    {
        if (path.Length == 0)
        {
            return $"{ConfigurationKey.Section} is a section with settings in it, not a value.";
        }

        if (ConfigurationKeys.All.FirstOrDefault(key => key.Matches(path)) is { } key)
        {
            return key.Check(path, value);
        }

        if (ConfigurationKeys.All.FirstOrDefault(key => key.Name.StartsWith(path + ":", StringComparison.OrdinalIgnoreCase)) is { } child)
        {
            return $"{ConfigurationKey.Section}:{path} is a group of settings, not a value; one of them is {ConfigurationKey.Section}:{child.Name}.";
        }

        var nearest = NearestWord.To(path, ConfigurationKeys.All.Select(known => known.Name))
            // A name in the wrong group has the right end.
            ?? ConfigurationKeys.All.FirstOrDefault(known => known.Name.Split(':')[^1].Equals(path.Split(':')[^1], StringComparison.OrdinalIgnoreCase))?.Name;
        return nearest is null
            ? $"{ConfigurationKey.Section}:{path} is not a setting; the settings are {string.Join(", ", ConfigurationKeys.All.Select(known => known.Name))}."
            : $"{ConfigurationKey.Section}:{path} is not a setting; did you mean {ConfigurationKey.Section}:{nearest}?";
    }
}
