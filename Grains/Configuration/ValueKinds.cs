using System.Globalization;
using StataRuns.Runs;

namespace StataRuns.Configuration;

/// <summary>The kinds of values that settings have.</summary>
internal static class ValueKinds
{
    public static readonly ValueKind<bool> Boolean = new("true or false", bool.TryParse);

    public static readonly ValueKind<long> ByteSize = new(Configuration.ByteSize.Allowed, Configuration.ByteSize.TryParse);

    /// <summary>A limit in time; null is none.</summary>
    public static readonly ValueKind<TimeSpan?> Limit = new(
        $"{Duration.Allowed}, more than 0, or none",
        (text, out value) => Duration.TryParse(text, out value) && value != TimeSpan.Zero);

    /// <summary>How long a call stays open; null is until the run's end.</summary>
    public static readonly ValueKind<TimeSpan?> OpenWait = new(
        $"{Duration.Allowed}, or none for until the run's end", Duration.TryParse);

    /// <summary>How long a call stays open when nothing else is said: it must end some time.</summary>
    public static readonly ValueKind<TimeSpan> Wait = new(
        $"{Duration.Allowed}, at most 1d",
        (text, out value) =>
        {
            var read = Duration.TryParse(text, out var duration) && duration <= TimeSpan.FromDays(1);
            value = duration ?? default;
            return read;
        });

    public static readonly ValueKind<int> Seats = Number(1, 10_000);

    public static readonly ValueKind<int> Port = Number(1, 65_535);

    public static readonly ValueKind<string> HostName = new(
        "a name of letters a-z, digits and inner hyphens, at most 63",
        (text, out value) => RunId.IsHost(value = text.Trim()));

    /// <summary>An absolute path; <c>~/</c> is the home folder. Relative ones would mean another place from each folder.</summary>
    public static readonly ValueKind<string> AbsolutePath = new("an absolute path, or one that begins with ~/", TryReadPath);

    /// <summary>A list of absolute paths.</summary>
    public static readonly ValueKind<IReadOnlyList<string>> AbsolutePaths = new(
        $"a list of absolute paths (in one value, with \"{Path.PathSeparator}\" between them)", TryReadPaths);

    /// <summary>What may stand in an Authorization header: a short one could be guessed.</summary>
    public static readonly ValueKind<string> Token = new(
        "at least 16 letters, digits or any of -._~+/=",
        (text, out value) =>
            (value = text).Length is >= 16 and <= 1_024
            && text.All(c => char.IsAsciiLetterOrDigit(c) || "-._~+/=".Contains(c, StringComparison.Ordinal)))
    {
        IsSecret = true,
    };

    public static readonly ValueKind<AuthMode> AuthMode = new("Token or None", TryReadAuthMode) { Later = ["ApiKeys", "Oidc"] };

    public static readonly ValueKind<string> Isolation = new(
        "none",
        (text, out value) => (value = text.Trim().ToLowerInvariant()) == "none")
    {
        Later = ["bubblewrap"],
    };

    public static readonly ValueKind<string> Text = new("text", (text, out value) => (value = text).Length > 0);

    public static readonly ValueKind<string> Secret = Text with { IsSecret = true };

    private static ValueKind<int> Number(int least, int most) => new(
        string.Create(CultureInfo.InvariantCulture, $"a whole number from {least} to {most}"),
        (text, out value) =>
            int.TryParse(text, NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out value)
            && value >= least && value <= most);

    private static bool TryReadPath(string text, out string value)
    {
        value = text.Trim();
        if (value == "~" || value.StartsWith("~/", StringComparison.Ordinal))
        {
            var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
            value = Path.Join(home, value[1..]);
        }

        if (!Path.IsPathFullyQualified(value) || value.Contains('\0', StringComparison.Ordinal))
        {
            return false;
        }

        value = Path.TrimEndingDirectorySeparator(Path.GetFullPath(value));
        return true;
    }

    private static bool TryReadPaths(string text, out IReadOnlyList<string> value)
    {
        var paths = new List<string>();
        value = paths;
        if (text.Trim().Equals("none", StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        foreach (var part in text.Split(Path.PathSeparator, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (!TryReadPath(part, out var path))
            {
                return false;
            }

            paths.Add(path);
        }

        return paths.Count > 0;
    }

    private static bool TryReadAuthMode(string text, out AuthMode value)
    {
        // Enum.TryParse would take numbers too.
        value = Configuration.AuthMode.Token;
        if (text.Trim().Equals(nameof(Configuration.AuthMode.None), StringComparison.OrdinalIgnoreCase))
        {
            value = Configuration.AuthMode.None;
            return true;
        }

        return text.Trim().Equals(nameof(Configuration.AuthMode.Token), StringComparison.OrdinalIgnoreCase);
    }
}
