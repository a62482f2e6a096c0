using System.CommandLine;
using StataRuns.McpFrontend.Cli;
using StataRuns.McpFrontend.Cli.Verbs;

namespace StataRuns.Cli.Tests.Commands;

/// <summary>Help is short, and shows how.</summary>
public sealed class HelpSpecs
{
    [Fact(Timeout = Bounded.Milliseconds)]
    public Task The_programs_help_fits_a_terminal_of_24_lines_and_names_every_verb() => Bounded.Run(() =>
    {
        var lines = Of("--help").TrimEnd('\n').Split('\n');
        Assert.InRange(lines.Length, 10, 24);
        Assert.All(lines, line => Assert.True(line.Length <= 80, line));
        Assert.All(VerbTable.All, verb => Assert.Contains(lines, line => line.Contains($" {verb.Usage} ", StringComparison.Ordinal)));
    });

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task Every_verb_shows_two_examples_that_are_right() => Bounded.Run(() => Assert.All(VerbTable.All, verb =>
    {
        Assert.Equal(2, verb.Examples.Count);
        var help = Of(verb.Name, "--help");
        Assert.All(verb.Examples, example => Assert.Contains(example, help, StringComparison.Ordinal));
        Assert.All(verb.Examples.Where(example => !example.ContainsAny('|', '>')), example =>
        {
            var given = GivenArguments.Of(example.Replace("'", "", StringComparison.Ordinal).Replace("\"New York\"", "NewYork", StringComparison.Ordinal).Split(' '));
            Assert.Null(UsageProblem.In(CommandLine.Parse(given), given));
        });
    }));

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task Help_and_a_verb_is_the_verbs_help() => Bounded.Run(() =>
    {
        Assert.Equal(Of("--help"), Of("help"));
        Assert.All(VerbTable.All, verb => Assert.Equal(Of(verb.Name, "--help"), Of("help", verb.Name)));
    });

    private static string Of(params string[] words)
    {
        using var written = new StringWriter();
        CommandLine.Parse(GivenArguments.Of(words)).Invoke(new InvocationConfiguration { Output = written });
        return written.ToString().ReplaceLineEndings("\n");
    }
}
