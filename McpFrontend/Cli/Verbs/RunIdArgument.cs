using System.CommandLine;
using System.CommandLine.Parsing;
using StataRuns.Runs;

namespace StataRuns.McpFrontend.Cli.Verbs;

/// <summary>The run id that most verbs take.</summary>
internal static class RunIdArgument
{
    public static Argument<string> Create()
    {
        var argument = new Argument<string>("RUN_ID") { Description = "The run's id, as run and ps show it." };
        argument.Validators.Add(Check);
        return argument;
    }

    /// <summary>Several of them, one at least.</summary>
    public static Argument<string[]> CreateMany()
    {
        var argument = new Argument<string[]>("RUN_ID") { Description = "The runs' ids, as run and ps show them.", Arity = ArgumentArity.OneOrMore };
        argument.Validators.Add(Check);
        return argument;
    }

    /// <summary>The id as it is written everywhere: people type capitals.</summary>
    public static string Read(ParseResult parsed, Argument<string> argument) => RunId.Parse(parsed.GetRequiredValue(argument)).Text;

    /// <inheritdoc cref="Read(ParseResult, Argument{string})"/>
    public static IReadOnlyList<string> Read(ParseResult parsed, Argument<string[]> argument) =>
        [.. parsed.GetRequiredValue(argument).Select(text => RunId.Parse(text).Text).Distinct()];

    private static void Check(ArgumentResult result)
    {
        if (result.Tokens.Select(token => token.Value).FirstOrDefault(text => !RunId.TryParse(text, out _)) is { } wrong)
        {
            result.AddError($"\"{wrong}\" is no run id: it looks like 01jd8c6r3v9k2m5x7q0w4e1t8z.lab2.");
        }
    }
}
