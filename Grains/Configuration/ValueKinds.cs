using System.Globalization;
using System.Net;
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

    public static readonly ValueKind<AuthMode> AuthMode = new("Token, ApiKeys or None", TryReadAuthMode) { Later = ["Oidc"] };

    /// <summary>Digests of keys. They are not shown: whoever puts the key itself there must not find it in a log.</summary>
    public static readonly ValueKind<IReadOnlyList<string>> KeyDigests = new(
        "the SHA-256 of a key as \"stataruns keys new\" prints it: 64 hexadecimal digits; several have commas between them",
        TryReadDigests)
    {
        IsSecret = true,
    };

    /// <summary>The address of another machine, by number: a name could be made to mean another one.</summary>
    public static readonly ValueKind<IPAddress?> Address = new(
        "an IP address such as 10.0.0.5 or fd00::5, or none",
        (text, out value) =>
        {
            // "4" is an address to the parser, and to nobody else.
            value = null;
            return text.Trim().Equals("none", StringComparison.OrdinalIgnoreCase)
                || (text.AsSpan().ContainsAny('.', ':') && IPAddress.TryParse(text.Trim(), out value));
        });

    /// <summary>Names of this service.</summary>
    public static readonly ValueKind<IReadOnlyList<string>> HostNames = new(
        "names such as stata.example.org, with commas between them, without http:// and without a port", TryReadHostNames);

    public static readonly ValueKind<string> Isolation = new(
        "none",
        (text, out value) => (value = text.Trim().ToLowerInvariant()) == "none")
    {
        Later = ["bubblewrap"],
    };

    public static readonly ValueKind<WorkingDirRule> WorkingDir = new(
        "do-file or project",
        (text, out value) =>
        {
            var word = text.Trim().ToLowerInvariant();
            value = word == "project" ? WorkingDirRule.Project : WorkingDirRule.DoFile;
            return word is "do-file" or "project";
        });

    public static readonly ValueKind<IReadOnlyList<string>> VariableNames = new(
        "names of variables such as MYDATA, with commas between them; MY_* stands for all that begin with MY_; none of the service's own", TryReadVariableNames);

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
        // Numbers are no modes, though Enum.TryParse takes them.
        value = Configuration.AuthMode.Token;
        return !text.Any(char.IsAsciiDigit)
            && !text.Contains(',', StringComparison.Ordinal)
            && Enum.TryParse(text.Trim(), ignoreCase: true, out value);
    }

    private static bool TryReadDigests(string text, out IReadOnlyList<string> value)
    {
        value = [.. Parts(text).Select(part => part.ToLowerInvariant())];
        return value.Count > 0 && value.All(digest => digest.Length == 64 && digest.All(char.IsAsciiHexDigit));
    }

    private static bool TryReadHostNames(string text, out IReadOnlyList<string> value)
    {
        value = [.. Parts(text)];
        return value.Count > 0 && value.All(name => Uri.CheckHostName(name.Trim('[', ']')) is not (UriHostNameType.Unknown or UriHostNameType.Basic));
    }

    private static bool TryReadVariableNames(string text, out IReadOnlyList<string> value)
    {
        value = text.Trim().Equals("none", StringComparison.OrdinalIgnoreCase) ? [] : [.. Parts(text)];

        // "*" alone is no name: it would pass on PATH, HOME and the session's secrets.
        return (value.Count > 0 || text.Trim().Length > 0)
            && value.All(name => name.EndsWith('*') ? RunVariables.IsName(name[..^1]) : RunVariables.RefusalOfName(name) is null);
    }

    private static string[] Parts(string text) => text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
