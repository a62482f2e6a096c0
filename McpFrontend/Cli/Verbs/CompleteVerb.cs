using System.CommandLine;
using StataRuns.McpFrontend.Cli.Completing;

namespace StataRuns.McpFrontend.Cli.Verbs;

/// <summary>
/// <c>complete -- WORD…</c>: what may stand where the last word is, for the scripts of <see cref="CompletionVerb"/>: a line for
/// each, a tab before its description. It starts no service, and says nothing but that.
/// </summary>
internal static class CompleteVerb
{
    public static Command Create(GivenArguments given)
    {
        var verb = new Command("complete", "What may stand where the last word is.") { Hidden = true };
        verb.SetAction(async (_, _) =>
        {
            var typed = GivenArguments.Of(given.Literal);
            var candidates = new Candidates(VerbTable.Create(typed), new RecentRuns(typed));
            var found = await candidates.ForAsync(given.Literal);
            foreach (var candidate in found)
            {
                Say.Row([candidate.Text, candidate.Description]);
            }

            return ExitCode.Succeeded;
        });
        return verb;
    }
}
