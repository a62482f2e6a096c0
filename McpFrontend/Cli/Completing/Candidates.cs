using System.CommandLine;
using StataRuns.Configuration;
using StataRuns.McpFrontend.Cli.Connect;

namespace StataRuns.McpFrontend.Cli.Completing;

/// <summary>Something that may stand where a word is being typed.</summary>
/// <param name="Text">The word; one of <see cref="Candidates"/>' signs asks the shell for files.</param>
/// <param name="Description">What it is.</param>
internal readonly record struct Candidate(string Text, string Description);

/// <summary>What may stand where the last word of a command line is.</summary>
/// <param name="root">The command line's shape.</param>
/// <param name="recent">The runs there are.</param>
internal sealed class Candidates(RootCommand root, IRecentRuns recent)
{
    /// <summary>Signs by which the shell is asked to add what it knows better.</summary>
    public const string DoFiles = ":do-files";
    public const string Files = ":files";
    public const string Folders = ":folders";

    private static readonly Dictionary<string, string[]> Values = new(StringComparer.Ordinal)
    {
        ["--color"] = ["auto", "always", "never"],
        ["--scope"] = ["user", "project"],
        ["--working-dir"] = [Folders],
    };

    /// <summary>The candidates.</summary>
    /// <param name="words">The words so far, without the program's name; the last one is being typed and may be empty.</param>
    public async Task<IReadOnlyList<Candidate>> ForAsync(IReadOnlyList<string> words)
    {
        var typed = words.Count > 0 ? words[^1] : "";
        var before = words.Take(words.Count - 1).ToList();
        var verb = before.Select(word => root.Subcommands.FirstOrDefault(command => command.Name == word && !command.Hidden)).FirstOrDefault(found => found is not null);
        if (before is [.., var last] && Option(verb, last) is { } option && TakesValue(option))
        {
            return Starting(typed, Values.GetValueOrDefault(option.Name, []).Select(value => new Candidate(value, "")));
        }

        if (before.Contains("--"))
        {
            return [new Candidate(Files, "")];
        }

        if (typed.StartsWith('-'))
        {
            return Starting(typed, Options(verb).Where(known => !known.Hidden).Select(known => new Candidate(known.Name, Short(known.Description))));
        }

        return Starting(typed, verb is null
            ? root.Subcommands.Where(command => !command.Hidden).Select(command => new Candidate(command.Name, Short(command.Description)))
            : await OperandsAsync(verb, GivenOperands(verb, before)));
    }

    private static List<Candidate> Starting(string typed, IEnumerable<Candidate> all) =>
        [.. all.Where(candidate => candidate.Text.StartsWith(':') || candidate.Text.StartsWith(typed, StringComparison.Ordinal))];

    private static string Short(string? description) => (description ?? "").Split(". ")[0].TrimEnd('.');

    private static bool TakesValue(Option option) => option.Arity.MaximumNumberOfValues > 0 && option.ValueType != typeof(bool);

    private async Task<IEnumerable<Candidate>> OperandsAsync(Command verb, List<string> given)
    {
        switch (verb.Arguments.Count > 0 ? verb.Arguments[0].Name : null)
        {
            case "FILE":
                return [new Candidate(given.Count == 0 ? DoFiles : Files, "")];
            case "CLIENT" when given.Count == 0:
                return KnownClients.All.Select(client => new Candidate(client.Id, ""));
            case "SHELL" when given.Count == 0:
                return ShellScripts.Shells.Select(shell => new Candidate(shell, ""));
            case "RUN_ID" when given.Count < verb.Arguments[0].Arity.MaximumNumberOfValues:
                return (await recent.ListAsync()).Where(run => !given.Contains(run.Text));
            default:
                return [];
        }
    }

    private List<string> GivenOperands(Command verb, List<string> before)
    {
        List<string> operands = [];
        for (var i = before.IndexOf(verb.Name) + 1; i < before.Count; i++)
        {
            if (!before[i].StartsWith('-'))
            {
                operands.Add(before[i]);
            }
            else if (!before[i].StartsWith($"--{ConfigurationKey.Section}:", StringComparison.OrdinalIgnoreCase)
                && Option(verb, before[i]) is { } option && TakesValue(option))
            {
                i++;
            }
        }

        return operands;
    }

    private Option? Option(Command? verb, string word) =>
        Options(verb).FirstOrDefault(option => option.Name == word || option.Aliases.Contains(word));

    private IEnumerable<Option> Options(Command? verb) =>
        verb is null ? root.Options : verb.Options.Concat(root.Options.Where(option => option.Recursive));
}
