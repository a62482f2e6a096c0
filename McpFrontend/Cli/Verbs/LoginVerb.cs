using System.CommandLine;
using StataRuns.Configuration;
using StataRuns.McpFrontend.Cli.Connecting;
using StataRuns.McpFrontend.Cli.Servers;

namespace StataRuns.McpFrontend.Cli.Verbs;

/// <summary><c>login URL</c>: asks for the key of a server once, tries it there, and keeps it for this user.</summary>
internal static class LoginVerb
{
    public static Command Create(Func<ParseResult, Invocation> invoke)
    {
        _ = invoke; // no data folder has a part in it
        var url = new Argument<string>("URL") { Description = "The server's address, such as https://stata.example.org:4000." };
        var verb = new Command("login", "Use another machine's service; logout [URL] ends that.") { url };
        verb.SetAction((parsed, cancellation) => RunAsync(parsed.GetRequiredValue(url), parsed.GetValue<bool>(ServerAddress.AllowHttp), cancellation));
        return verb;
    }

    private static async Task<int> RunAsync(string text, bool allowsHttp, CancellationToken cancellationToken)
    {
        var kept = KeptServers.OfUser;
        var url = ServerAddress.Read(text, "URL", allowsHttp);
        _ = kept.Find(url); // a file that cannot be used is said before a key is asked for
        var place = new ServicePlace(url, Record: null);

        // A key goes to no server that was not seen to ask for one.
        using (var stranger = new ServiceHttp(place, token: null))
        {
            await RemoteProbe.RecogniseAsync(stranger, cancellationToken);
        }

        var key = await KeyInput.ReadAsync(url, cancellationToken);
        using var plain = new ServiceHttp(place, key);
        var owner = (await RemoteProbe.HearAsync(plain, cancellationToken)).Owner;
        kept.Keep(url, new KeptServer(key, owner, allowsHttp && url.StartsWith("http://", StringComparison.Ordinal)));
        Say.Answer($"Logged in to {url} as {owner}. Commands that name no other service work with it now; the key is kept in {kept.FilePath}.");
        if (NamedHere() is { } here)
        {
            Say.Remark($"{here} is set, which names a service of this machine: commands here go on using that one, unless {ServerChoice.Option} {url} stands behind them.");
        }

        return ExitCode.Succeeded;
    }

    /// <summary>What goes before the login in each command of this shell; null where nothing does.</summary>
    private static string? NamedHere()
    {
        if (Environment.GetEnvironmentVariable(ServerChoice.ServerVariable) is { Length: > 0 })
        {
            return ServerChoice.ServerVariable;
        }

        var key = $"{ConfigurationKey.Section}:{ConfigurationKeys.DataDirectory.Name}";
        return ConfigurationSources.Read([])[key] is { Length: > 0 } ? key : null;
    }
}
