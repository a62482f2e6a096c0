using StataRuns.Stata;

namespace StataRuns.McpFrontend.Cli.Doctor;

/// <summary>
/// Does a service that was started from a terminal survive the logout? systemd-logind kills what is left of a session if
/// <c>KillUserProcesses</c> is on, however detached it is; only what systemd itself started for a lingering user stays.
/// </summary>
internal static class LogoutCheck
{
    private static readonly string[] Folders = ["/usr/lib/systemd/logind.conf.d", "/run/systemd/logind.conf.d", "/etc/systemd/logind.conf.d"];

    public static Finding Of(IMachineFacts facts, string user)
    {
        Finding Found(FindingOutcome outcome, string seen, string? advice = null) => new("logout", "After logout", outcome, seen, null, advice);

        if (!facts.Exists("/run/systemd/system") || !facts.Exists("/run/systemd/seats"))
        {
            return Found(FindingOutcome.Good, "no systemd-logind here: a service goes on when its terminal is closed");
        }

        var configured = Configured(facts);
        // The running logind knows best; its files are asked where it does not answer.
        var answer = facts.Run("loginctl", "show-session", "--property=KillUserProcesses", "--value")?.Trim();
        var kills = answer is "yes" or "no" ? answer == "yes" : IsYes(configured.GetValueOrDefault("KillUserProcesses"));
        if (!kills || IsExcluded(configured, user))
        {
            return Found(FindingOutcome.Good, "a service goes on when its user logs out");
        }

        var lingers = facts.Exists($"/var/lib/systemd/linger/{user}");
        return Found(
            FindingOutcome.Warning,
            "systemd-logind kills what is left when a user logs out (KillUserProcesses): the service, and with it the runs",
            $"{(lingers ? "S" : $"Run \"loginctl enable-linger {user}\" once, and s")}tart the service by \"systemd-run --user --unit=stataruns stataruns\".");
    }

    private static bool IsExcluded(Dictionary<string, string> configured, string user)
    {
        string[] Users(string key, string otherwise) => configured.GetValueOrDefault(key, otherwise).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var only = Users("KillOnlyUsers", "");
        return Users("KillExcludeUsers", "root").Contains(user, StringComparer.Ordinal) || (only.Length > 0 && !only.Contains(user, StringComparer.Ordinal));
    }

    /// <summary>The settings of logind, later files before earlier ones.</summary>
    private static Dictionary<string, string> Configured(IMachineFacts facts)
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in Folders.SelectMany(facts.Files).Where(file => file.EndsWith(".conf", StringComparison.Ordinal)).OrderBy(file => file[(file.LastIndexOf('/') + 1)..], StringComparer.Ordinal).Prepend("/etc/systemd/logind.conf"))
        {
            foreach (var line in (facts.Text(file) ?? "").Split('\n').Select(line => line.Trim()).Where(line => !line.StartsWith('#') && line.Contains('=', StringComparison.Ordinal)))
            {
                var parts = line.Split('=', 2, StringSplitOptions.TrimEntries);
                settings[parts[0]] = parts[1];
            }
        }

        return settings;
    }

    private static bool IsYes(string? word) => word?.ToLowerInvariant() is "yes" or "true" or "on" or "1";
}
