using System.CommandLine;
using System.Globalization;
using System.Text.RegularExpressions;
using StataRuns.Configuration;
using StataRuns.McpFrontend.Cli.Display;

namespace StataRuns.McpFrontend.Cli.Verbs;

/// <summary>What of a log is to be printed, and how.</summary>
internal sealed record LogWish
{
    public required bool Follow { get; init; }

    public required bool Json { get; init; }

    /// <summary>The whole log, the lines of the wrapper around the do-file included, byte for byte.</summary>
    public bool Raw { get; init; }

    /// <summary>Only what was written since then.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Only so many last lines.</summary>
    public long? Tail { get; init; }

    /// <summary>Only lines that match.</summary>
    public Regex? Grep { get; init; }

    /// <summary>And so many lines around each.</summary>
    public int Context { get; init; }
}

/// <summary>The options of <c>logs</c>.</summary>
internal sealed class LogOptions
{
    private readonly Option<bool> _follow = new("--follow", "-f") { Description = "Go on until the run has ended." };
    private readonly Option<string?> _since = new("--since")
    {
        Description = "Only what was written since: a time, or how long ago (10m).", HelpName = "TIME",
    };

    private readonly Option<long?> _tail = new("--tail", "-n") { Description = "Only the last lines of what the do-file put out.", HelpName = "LINES" };
    private readonly Option<string?> _grep = new("--grep") { Description = "Only lines that match; exit code 1 if none does.", HelpName = "REGEX" };
    private readonly Option<int?> _context = new("--context", "-C") { Description = "With --grep: so many lines around each match.", HelpName = "LINES" };
    private readonly Option<bool> _raw = new("--raw") { Description = "The log's exact bytes, with the lines of the wrapper around the do-file." };
    private readonly Option<bool> _json = WatchOptions.Json("A line of JSON for each piece: run_id, offset, next_offset, text; with --grep for each line, and match.");

    public LogOptions()
    {
        _since.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } text && Time(text, DateTimeOffset.UnixEpoch) is null)
            {
                result.AddError($"--since is \"{text}\", but must be {Duration.Allowed}, or a time such as 14:30 or 2026-11-23T20:00:00Z.");
            }
        });
        _grep.Validators.Add(result =>
        {
            try
            {
                _ = result.GetValueOrDefault<string?>() is { } text ? GrepFormat.Pattern(text) : null;
            }
            catch (ArgumentException e)
            {
                result.AddError($"--grep is no regular expression: {e.Message} Escape special characters with a backslash, such as r\\(111\\).");
            }
        });
        _tail.Validators.Add(result => NotNegative(result, _tail.Name));
        _context.Validators.Add(result =>
        {
            NotNegative(result, _context.Name);
            if (result.GetResult(_grep) is null)
            {
                result.AddError("--context is the number of lines around each match: it needs --grep.");
            }
        });
    }

    public void AddTo(Command verb)
    {
        foreach (var option in (Option[])[_follow, _since, _tail, _grep, _context, _raw, _json])
        {
            verb.Options.Add(option);
        }
    }

    public LogWish Read(ParseResult parsed, TimeProvider time) => new()
    {
        Follow = parsed.GetValue(_follow),
        Json = parsed.GetValue(_json),
        Raw = parsed.GetValue(_raw),
        Since = parsed.GetValue(_since) is { } since ? Time(since, time.GetUtcNow()) : null,
        Tail = parsed.GetValue(_tail),
        Grep = parsed.GetValue(_grep) is { } pattern ? GrepFormat.Pattern(pattern) : null,
        Context = parsed.GetValue(_context) ?? 0,
    };

    /// <summary>A time, or one that is so long ago; null if it is neither.</summary>
    internal static DateTimeOffset? Time(string text, DateTimeOffset now)
    {
        if (Duration.TryParse(text, out var ago))
        {
            return ago is { } span ? now.Ticks >= span.Ticks ? now - span : DateTimeOffset.MinValue : null;
        }

        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal, out var time) ? time.ToUniversalTime() : null;
    }

    private static void NotNegative(System.CommandLine.Parsing.OptionResult result, string name)
    {
        if (result.Tokens is [{ Value: var text }] && !(long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= int.MaxValue))
        {
            result.AddError($"{name} is \"{text}\", but must be a number of lines.");
        }
    }
}
