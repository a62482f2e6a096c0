using System.CommandLine;
using StataRuns.McpFrontend.Cli.Watching;

namespace StataRuns.McpFrontend.Cli.Verbs;

/// <summary>The options of the verbs that start a run.</summary>
internal sealed class WatchOptions
{
    private readonly Option<bool> _detach = new("--detach", "-d")
    {
        Description = "Print the run's id and go; the run goes on. With --json its snapshot instead.",
    };

    private readonly Option<bool> _json = Json("Print the final snapshot as JSON and no log; all else goes to standard error.");

    /// <summary>Adds them.</summary>
    public void AddTo(Command verb)
    {
        verb.Options.Add(_detach);
        verb.Options.Add(_json);
    }

    /// <summary>Reads them.</summary>
    public WatchWish Read(ParseResult parsed) => new(parsed.GetValue(_detach), parsed.GetValue(_json));

    /// <summary>The option that asks for JSON.</summary>
    public static Option<bool> Json(string description) => new("--json") { Description = description };
}
