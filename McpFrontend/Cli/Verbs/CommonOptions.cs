using System.CommandLine;
using System.CommandLine.Parsing;
using StataRuns.Configuration;
using StataRuns.McpFrontend.Cli.Display;
using StataRuns.McpFrontend.Cli.Servers;

namespace StataRuns.McpFrontend.Cli.Verbs;

/// <summary>The options that every verb has: they choose the service, and say how it is started where none runs.</summary>
internal sealed class CommonOptions
{
    /// <summary>The stand-in instead of Stata, with a service and a data folder of its own.</summary>
    public Option<bool> StandIn { get; } = new("--stand-in")
    {
        Description = "Use the bundled stand-in instead of Stata, with a service and a data folder of its own.",
        Recursive = true,
    };

    /// <summary>Where the service listens.</summary>
    public Option<string?> Urls { get; } = new("--urls")
    {
        Description = "Where the service listens (default http://127.0.0.1:4000; with --stand-in a free port).",
        HelpName = "URLS",
        Recursive = true,
    };

    /// <summary>When an idle service ends by itself.</summary>
    public Option<string?> IdleShutdown { get; } = new("--idle-shutdown")
    {
        Description = "The service ends after so long without a run or a request (default none; 15m for one that a try-out with --stand-in starts).",
        HelpName = "DURATION",
        Recursive = true,
    };

    /// <summary>The service of another machine.</summary>
    public Option<string?> Server { get; } = new(ServerChoice.Option)
    {
        Description = "Work with the service at this address instead of this machine's own (none: this machine's, also after a login); STATARUNS_SERVER and STATARUNS_KEY say the same.",
        HelpName = "URL",
        Recursive = true,
    };

    /// <summary>The key may go unencrypted to another machine.</summary>
    public Option<bool> AllowHttp { get; } = new(ServerAddress.AllowHttp)
    {
        Description = "With --server or login: an http:// address of another machine, where everybody on the way can read the key.",
        Recursive = true,
    };

    /// <summary>When there are colours.</summary>
    public Option<Colours?> Colour { get; } = new("--color")
    {
        Description = "Colours: auto, always or never (default auto; NO_COLOR and CLICOLOR_FORCE are heeded).",
        HelpName = "WHEN",
        Recursive = true,
        CustomParser = result => result.Tokens is [{ Value: var text }] && Enum.TryParse<Colours>(text, ignoreCase: true, out var when) && !char.IsAsciiDigit(text[0])
            ? when
            : Refuse(result),
    };

    public CommonOptions() => IdleShutdown.Validators.Add(result =>
    {
        if (result.GetValueOrDefault<string?>() is { } text && (!Duration.TryParse(text, out var idle) || idle == TimeSpan.Zero))
        {
            result.AddError($"--idle-shutdown is \"{text}\", but must be {ValueKinds.Limit.Allowed}.");
        }
    });

    private static Colours? Refuse(ArgumentResult result)
    {
        result.AddError($"--color is \"{(result.Tokens.Count > 0 ? result.Tokens[0].Value : "")}\", but must be auto, always or never.");
        return null;
    }
}
