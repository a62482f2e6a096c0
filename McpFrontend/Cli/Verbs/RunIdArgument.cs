using System.CommandLine;
using StataRuns.Runs;

namespace StataRuns.McpFrontend.Cli.Verbs;

/// <summary>The run id that most verbs take.</summary>
internal static class RunIdArgument
{
    public static Argument<string> Create()
    {
        var argument = new Argument<string>("RUN_ID") { Description = "The run's id, as run and ps show it." };
        argument.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && !RunId.TryParse(result.Tokens[0].Value, out _))
            {
                result.AddError($"\"{result.Tokens[0].Value}\" is no run id: it looks like 01jd8c6r3v9k2m5x7q0w4e1t8z.lab2.");
            }
        });
        return argument;
    }

    /// <summary>The id as it is written everywhere: people type capitals.</summary>
    public static string Read(ParseResult parsed, Argument<string> argument) => RunId.Parse(parsed.GetRequiredValue(argument)).Text;
}
