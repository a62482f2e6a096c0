using StataRuns.Configuration;

namespace StataRuns.McpFrontend.Cli.Servers;

/// <summary>
/// Which server a command works with. What is given with the command goes before what is remembered: <c>--server</c>, then <c>STATARUNS_SERVER</c>, then, unless the command
/// names a service of this machine, the last login.
/// </summary>
/// <param name="variable">A variable of the environment; null where it is not set.</param>
/// <param name="kept">The servers to which the user has logged in.</param>
internal sealed class ServerChoice(Func<string, string?> variable, KeptServers kept)
{
    /// <summary>The option.</summary>
    public const string Option = "--server";

    /// <summary>The variable that names a server.</summary>
    public const string ServerVariable = "STATARUNS_SERVER";

    /// <summary>The variable with the key for it.</summary>
    public const string KeyVariable = "STATARUNS_KEY";

    /// <summary>Of the user's own environment and logins.</summary>
    public static ServerChoice OfUser() => new(Environment.GetEnvironmentVariable, KeptServers.OfUser);

    /// <summary>The server; null for this machine's own service.</summary>
    /// <param name="option">What <c>--server</c> says; null if it was not given.</param>
    /// <param name="allowsHttp">The key may go unencrypted to another machine.</param>
    /// <param name="namesLocal">The command names a service of this machine, by its data folder or by an option.</param>
    /// <exception cref="ConfigurationException">An address is wrong, or what is kept cannot be read.</exception>
    public RemoteServer? Choose(string? option, bool allowsHttp, bool namesLocal)
    {
        var fromEnvironment = variable(ServerVariable) is { Length: > 0 } text ? text : null;
        var (named, source) = option is not null ? (option, Option) : (fromEnvironment, ServerVariable);
        if (named == ServerAddress.None)
        {
            return null;
        }

        if (named is null)
        {
            return namesLocal || kept.Default is not { } last || kept.Find(last) is not { } login ? null
                : new RemoteServer(last, login.Key, "the last login") { AllowsHttp = login.AllowHttp, HasKeptKey = true };
        }

        // First read for the sake of its entry, which may allow what the address alone does not.
        var url = ServerAddress.Read(named, source, allowsHttp: true);
        var entry = kept.Find(url);
        allowsHttp |= entry?.AllowHttp == true;
        ServerAddress.Read(named, source, allowsHttp);

        // A key goes to the server that it was given for, and to no other: the variable's belongs to the variable's server where both are set.
        var isKeyOfVariable = fromEnvironment is null || fromEnvironment == ServerAddress.None || ServerAddress.Read(fromEnvironment, ServerVariable, allowsHttp: true) == url;
        var key = isKeyOfVariable && variable(KeyVariable) is { Length: > 0 } given ? given : null;
        return new RemoteServer(url, key ?? entry?.Key, source) { AllowsHttp = allowsHttp, HasKeptKey = entry is not null };
    }
}
