using System.CommandLine;
using System.CommandLine.Parsing;
using StataRuns.McpFrontend.Cli.References;

namespace StataRuns.McpFrontend.Cli.Verbs;

/// <summary>The run that most verbs name.</summary>
internal static class RunIdArgument
{
    public static Argument<string> Create()
    {
        var argument = new Argument<string>("RUN_ID") { Description = "The run's id, as run and ps show it; 4 or more characters of it that fit one run only; or last, the newest run." };
        argument.Validators.Add(Check);
        return argument;
    }

    /// <summary>Several of them, one at least.</summary>
    public static Argument<string[]> CreateMany()
    {
        var argument = new Argument<string[]>("RUN_ID") { Description = "The runs: their ids, parts of them (4 or more characters), or last.", Arity = ArgumentArity.OneOrMore };
        argument.Validators.Add(Check);
        return argument;
    }

    /// <summary>The reference.</summary>
    public static RunReference Read(ParseResult parsed, Argument<string> argument) => RunReference.TryParse(parsed.GetRequiredValue(argument))!;

    /// <summary>The references, each once.</summary>
    public static IReadOnlyList<RunReference> Read(ParseResult parsed, Argument<string[]> argument) =>
        [.. parsed.GetRequiredValue(argument).Select(text => RunReference.TryParse(text)!).Distinct()];

    private static void Check(ArgumentResult result)
    {
        if (result.Tokens.Select(token => token.Value).FirstOrDefault(text => RunReference.TryParse(text) is null) is { } wrong)
        {
            result.AddError(RunReference.Problem(wrong));
        }
    }
}
