using System.CommandLine;
using StataRuns.McpFrontend.Cli.Servers;

namespace StataRuns.McpFrontend.Cli.Verbs;

/// <summary><c>logout [URL]</c>: forgets the key of a server. The server is not asked: its key goes on opening it until its digest is taken away there.</summary>
internal static class LogoutVerb
{
    public static Command Create(Func<ParseResult, Invocation> invoke)
    {
        _ = invoke; // no data folder has a part in it
        var url = new Argument<string?>("URL") { Arity = ArgumentArity.ZeroOrOne, Description = "The server's address; without it, that of the last login." };
        var verb = new Command("logout", "Forget the key for a server.") { url };
        verb.SetAction(parsed => Run(parsed.GetValue(url)));
        return verb;
    }

    private static int Run(string? text)
    {
        var kept = KeptServers.OfUser;
        if ((text is null ? kept.Default : ServerAddress.Read(text, "URL", allowsHttp: true)) is not { } url)
        {
            var others = kept.Urls;
            Say.Answer(others.Count == 0 ? "You are not logged in anywhere." : $"No server is the last login's. Keys are kept for {string.Join(", ", others)}: say which one is to be forgotten.");
            return others.Count == 0 ? ExitCode.Succeeded : ExitCode.WrongUsage;
        }

        Say.Answer(kept.Forget(url)
            ? $"Logged out of {url}: its key is kept here no longer. Commands that name no server work with this machine's own service."
            : $"No key was kept for {url}.");
        return ExitCode.Succeeded;
    }
}
