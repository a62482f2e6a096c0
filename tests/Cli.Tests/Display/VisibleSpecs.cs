using System.Text.RegularExpressions;
using CsCheck;
using Spectre.Console;
using StataRuns.McpFrontend.Cli;
using StataRuns.McpFrontend.Cli.Display;
using StataRuns.McpFrontend.Cli.References;
using StataRuns.McpFrontend.Cli.Watching;

namespace StataRuns.Cli.Tests.Display;

/// <summary>No name, label or message can make a terminal do anything but show it.</summary>
public sealed partial class VisibleSpecs
{
    private const string Hostile = "/p/\e]0;owned\a\e[2J\u009b31m\r\n\u202etxt.do";

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task What_a_terminal_would_obey_is_shown_by_a_sign() => Bounded.Run(() =>
    {
        Assert.Equal("/p/␛]0;owned␇␛[2J\\u{9b}31m␍␊\\u{202e}txt.do", Visible.Line(Hostile));
        Assert.Equal("a\tb\nc␍", Visible.Lines("a\tb\nc\r"));
        Assert.Equal("日本 🎉 Zoë", Visible.Line("日本 🎉 Zoë"));
        Assert.Equal("\uFFFD␡␀", Visible.Line("\ud83c\u007f\0"));
        Gen.String.Sample(text => !Visible.Line(text).Any(Visible.IsObeyed) && Visible.Line(Visible.Line(text)) == Visible.Line(text));
    });

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task Every_display_shows_a_hostile_name_and_obeys_none() => Bounded.Run(() =>
    {
        var run = Snapshots.Run("failed") with
        {
            FilePath = Hostile,
            QueueReason = Hostile,
            Notes = [Hostile],
            Error = new McpFrontend.Mcp.Snapshots.ErrorJson(601, Hostile, Hostile, Hostile, 3),
        };
        var shown = string.Concat(Outcome.Lines(run, "stataruns logs x", Hostile).Select(line => Terminal.Plain(line) + "\n"))
            + Terminal.Plain(ProgressLine.Format(run with { Status = "running" }, 3, 200)) + Terminal.Plain(ProgressLine.Format(run with { Status = "queued" }, 3, 200))
            + Terminal.Plain([new Piece("x") with { Text = Hostile }]);
        Assert.DoesNotContain(shown, c => Visible.IsObeyed(c) && c != '\n');
        Assert.Contains("␛]0;owned␇", shown, StringComparison.Ordinal);

        using var table = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(table) });
        console.Profile.Width = 200;
        console.Write(RunTable.Create([run], 200, DateTimeOffset.Now, new ShortIds(null)));
        Assert.DoesNotContain(table.ToString(), c => Visible.IsObeyed(c) && c != '\n');
        Assert.Contains("␛]0;owned␇", table.ToString(), StringComparison.Ordinal);
    });

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task Json_is_exact_and_has_no_control_characters_of_its_own() => Bounded.Run(() =>
    {
        var json = System.Text.Json.JsonSerializer.Serialize(Snapshots.Run("failed") with { FilePath = Hostile }, CliJson.Printed.SnapshotJson);
        Assert.DoesNotContain(json, c => char.IsControl(c) && c != '\n');
        Assert.Equal(Hostile, System.Text.Json.JsonDocument.Parse(json).RootElement.GetProperty("file_path").GetString());
    });

    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData("/dev/fd/63")]
    [InlineData("/dev/stdin")]
    [InlineData("/dev/null")]
    [InlineData("/proc/self/environ")]
    [InlineData("/proc/self/fd/0")]
    public Task What_no_other_program_could_read_is_answered_with_how_to_run_it(string name) => Bounded.Run(() =>
        Assert.Contains("| stataruns run -", Assert.Throws<CliException>(() => DoFile.Find(name)).Message, StringComparison.Ordinal));

    /// <summary>A new verb that prints past <see cref="Say"/> would print names raw.</summary>
    [Fact(Timeout = Bounded.Milliseconds)]
    public Task All_verbs_print_by_the_one_place_that_makes_text_visible() => Bounded.Run(() =>
    {
        var printing = Directory.EnumerateFiles(Path.Join(Built.Repository, "McpFrontend", "Cli"), "*.cs", SearchOption.AllDirectories)
            .Where(file => Printing().IsMatch(File.ReadAllText(file)))
            .Select(file => Path.GetFileName(file));
        Assert.Equal(["RunTable.cs", "Say.cs"], printing.Order(StringComparer.Ordinal));
    });

    [GeneratedRegex(@"\bConsole\.(Out|Error|Write|WriteLine)\b")]
    private static partial Regex Printing();
}
