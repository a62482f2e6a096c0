using StataRuns.Configuration;
using StataRuns.Hosts;
using StataRuns.McpFrontend.Cli.Connecting;
using StataRuns.McpFrontend.Cli.Servers;
using StataRuns.McpFrontend.Security;
using StataRuns.McpFrontend.Serve;

namespace StataRuns.McpFrontend.Cli.Connect;

/// <summary>
/// Makes the target that reaches the service which this command reaches. A client's environment is not this terminal's, so
/// settings travel as arguments; secrets do not travel at all.
/// </summary>
internal sealed class TargetBuilder
{
    private static readonly string[] RuntimeVariables = ["DOTNET_ROOT", "DOTNET_ROOT_X64", "DOTNET_ROOT_ARM64"];

    /// <summary>How this program is started.</summary>
    public required OwnProgram Program { get; init; }

    /// <summary>Options that every verb has, as they were given.</summary>
    public required IReadOnlyList<string> Options { get; init; }

    /// <summary>Settings of the command line, <c>StataRuns:Key</c> to value.</summary>
    public required IReadOnlyDictionary<string, string> Settings { get; init; }

    /// <summary>The environment of this command.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>The server that the client is to use; null for this machine's own service.</summary>
    public RemoteServer? Server { get; init; }

    /// <summary>What a person should know about what was made.</summary>
    public List<string> Notes { get; } = [];

    /// <summary>What was given and a hint has to repeat, beside what every hint repeats.</summary>
    public IEnumerable<string> Given => (Server is null ? Options.Where(option => option != "--stand-in") : []).Concat(
        from setting in Settings
        where !setting.Key.Equals($"{ConfigurationKey.Section}:{ConfigurationKeys.DataDirectory.Name}", StringComparison.OrdinalIgnoreCase)
        select $"--{setting.Key}={setting.Value}");

    /// <summary>A program to start.</summary>
    public StdioTarget Stdio()
    {
        if (Server is { HasKeptKey: false } server)
        {
            Notes.Add($"No key for {server.Url} is kept here, and none is written into the client's file: \"stataruns login {server.Url}\" keeps yours.");
        }

        return new StdioTarget(
            Program.Executable,
            [.. Program.Arguments, "stdio", .. Options, .. SettingArguments()],
            Environment
                .Where(variable => RuntimeVariables.Contains(variable.Key, StringComparer.Ordinal) && variable.Value.Length > 0)
                .ToDictionary(StringComparer.Ordinal));
    }

    /// <summary>A service that runs by itself.</summary>
    /// <param name="settings">All settings, read.</param>
    /// <param name="running">The service, if it runs.</param>
    /// <param name="withToken">The token is to be written down.</param>
    /// <exception cref="CliException">The service's address is not known, or its token.</exception>
    public HttpTarget Http(ServiceSettings settings, ServiceRecord? running, bool withToken)
    {
        if (Server is { } server)
        {
            return new HttpTarget($"{server.Url}/mcp", NeedsToken: true, withToken ? KeyOf(server) : null, HeadersCommand());
        }

        var url = running?.Url ?? settings.Urls?.Split(';')[0] ?? ServiceSettings.DefaultUrl;
        if (running is null && Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Port == 0)
        {
            throw new CliException("The service takes a free port at each start: start it first, or give it an address with --urls.", ExitCode.LostOrUnreachable);
        }

        if (running is not null && settings.Urls is null && new Uri(url).Port != new Uri(ServiceSettings.DefaultUrl).Port)
        {
            Notes.Add($"The service runs at {url} because its usual port was taken; start it with --urls to keep this address.");
        }
        else if (settings.Host.StandIn && settings.Urls?.EndsWith(":0", StringComparison.Ordinal) == true)
        {
            Notes.Add("A service with the stand-in takes another port at each start; start it with --urls to keep its address.");
        }

        Notes.Add(running is null
            ? "No service is running now. A client that connects by address does not start it."
            : "A client that connects by address does not start the service: keep it running.");
        var needsToken = settings.Auth is not AuthMode.None;
        return new HttpTarget(
            $"{url.TrimEnd('/')}/mcp",
            needsToken,
            needsToken && withToken ? Token(settings) : null,
            HeadersCommand());
    }

    /// <summary>What a client sends with its requests: the server's key, or the token of this machine's service.</summary>
    /// <exception cref="CliException">There is none yet, or it is another user's.</exception>
    public string Secret(ServiceSettings settings) => Server is { } server ? KeyOf(server) : Token(settings);

    private static string KeyOf(RemoteServer server) => server.Key
        ?? throw new CliException($"No key for {server.Url} is kept here: \"stataruns login {server.Url}\" keeps yours.", ExitCode.WrongUsage);

    private string HeadersCommand() =>
        ShellWord.Line([Program.Executable, .. Program.Arguments, "connect", "--headers", .. Options, .. SettingArguments()]);

    /// <summary>The service's token.</summary>
    /// <exception cref="CliException">There is none yet, or it is another user's.</exception>
    private static string Token(ServiceSettings settings)
    {
        try
        {
            if (settings is { Auth: AuthMode.ApiKeys, Token: null })
            {
                throw new CliException("This service asks for a key of yours: give it as StataRuns__Auth__Token.", ExitCode.WrongUsage);
            }

            return settings.Token ?? TokenFile.TryRead(settings.TokenFile)
                ?? throw new CliException($"There is no token in {settings.TokenFile} yet: the service makes it at its first start.", ExitCode.LostOrUnreachable);
        }
        catch (UnauthorizedAccessException)
        {
            throw new CliException($"The service's token {settings.TokenFile} belongs to another user.", ExitCode.LostOrUnreachable);
        }
    }

    private List<string> SettingArguments()
    {
        var settings = new SortedDictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in Environment)
        {
            if (name.StartsWith($"{ConfigurationKey.Section}__", StringComparison.OrdinalIgnoreCase))
            {
                settings[name.Replace("__", ":", StringComparison.Ordinal)] = value;
            }
            else if (name == "STATA_PATH" && value.Length > 0)
            {
                settings.TryAdd($"{ConfigurationKey.Section}:{ConfigurationKeys.StataPath.Name}", value);
            }
        }

        foreach (var (key, value) in Settings)
        {
            settings[key] = value;
        }

        List<string> arguments = [];
        foreach (var (key, value) in settings)
        {
            var path = key[(ConfigurationKey.Section.Length + 1)..];
            if (Server is not null && !path.Equals(ConfigurationKeys.PassEnvironment.Name, StringComparison.OrdinalIgnoreCase))
            {
                continue; // of a service on this machine, which has no part in it
            }

            if (ConfigurationKeys.All.Any(known => known.IsSecret && known.Matches(path)))
            {
                Notes.Add($"{key} is a secret and was left out: give it to the client's own environment as {key.Replace(":", "__", StringComparison.Ordinal)}.");
                continue;
            }

            arguments.Add($"--{key}={value}");
        }

        return arguments;
    }
}
