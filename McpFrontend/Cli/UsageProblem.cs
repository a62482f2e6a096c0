using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using StataRuns.Configuration;
using StataRuns.McpFrontend.Cli.Verbs;
using StataRuns.McpFrontend.Mcp.Arguments;

namespace StataRuns.McpFrontend.Cli;

/// <summary>Says in a sentence what is wrong with a command line, and what was probably meant.</summary>
internal static class UsageProblem
{
    /// <summary>The sentence, or null if nothing is wrong.</summary>
    public static string? In(ParseResult parsed, GivenArguments given)
    {
        var command = parsed.CommandResult.Command;
        if (Strays(parsed).FirstOrDefault() is { } stray)
        {
            return Stray(command, stray);
        }

        if (given.Literal.Count > 0 && command.Name is not ("run" or "complete"))
        {
            return $"{Name(command)} takes nothing after --; only \"run\" does, for the do-file.";
        }

        return parsed.Errors.Count == 0 ? null : parsed.Errors[0] switch
        {
            { SymbolResult: ArgumentResult { Tokens.Count: 0, Parent: OptionResult option } } => $"{option.Option.Name} needs a value.",
            { SymbolResult: ArgumentResult { Tokens.Count: 0 } missing } =>
                $"{Name(command)} needs {missing.Argument.Name}; see \"stataruns {command.Name} --help\".",
            { SymbolResult: OptionResult { Tokens.Count: 0 } option } => $"{option.Option.Name} needs a value.",
            var error => Sentence(error.Message),
        };
    }

    /// <summary>Words that belong nowhere: what the parser could not place, and options that it took for a do-file's arguments.</summary>
    private static IEnumerable<string> Strays(ParseResult parsed) => parsed.UnmatchedTokens.Concat(
        from result in parsed.CommandResult.Children.OfType<ArgumentResult>()
        from token in result.Tokens
        where IsOption(token.Value)
        select token.Value);

    private static bool IsOption(string word) =>
        word.Length > 1 && word[0] == '-' && !double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out _);

    private static string Stray(Command command, string word)
    {
        if (!IsOption(word))
        {
            if (command is not RootCommand)
            {
                return $"{Name(command)} does not know what to do with \"{word}\"; see \"stataruns {command.Name} --help\".";
            }

            if (VerbTable.Later.Contains(word, StringComparer.OrdinalIgnoreCase))
            {
                return $"\"stataruns {word}\" is not available yet.";
            }

            var verbs = command.Subcommands.Where(verb => !verb.Hidden).Select(verb => verb.Name).ToList();
            return $"\"{word}\" is not a command; {Meant(word, verbs) ?? $"the commands are {string.Join(", ", verbs)}."}";
        }

        var option = word.Split('=')[0];
        var known = command.Options
            .Concat(command.Parents.OfType<Command>().SelectMany(parent => parent.Options.Where(shared => shared.Recursive)))
            .Where(shown => !shown.Hidden)
            .Select(shown => shown.Name)
            .ToList();
        var forDoFile = command.Name == "run" ? " What begins with - and is meant for the do-file follows --." : "";
        return $"\"{option}\" is not an option of {Name(command)}; {Meant(option, known) ?? $"the options are {string.Join(", ", known)}."}{forDoFile}";
    }

    private static string? Meant(string word, IReadOnlyList<string> known) =>
        NearestWord.To(word, known) is { } nearest ? $"did you mean {nearest}?" : null;

    private static string Name(Command command) => command is RootCommand ? "stataruns" : $"\"stataruns {command.Name}\"";

    private static string Sentence(string message) =>
        message.TrimEnd().EndsWith('.') || message.EndsWith('?') ? message : message + ".";
}
