using StataRuns.Cli.Tests.Processes;
using StataRuns.Hosts;
using StataRuns.McpFrontend.Cli.Doctor;
using StataRuns.Stata;

namespace StataRuns.Cli.Tests.Doctor;

/// <summary>The engine is tried by real runs, and each fault that one could have is found.</summary>
public sealed class ExaminationSpecs
{
    /// <summary>Six runs, some of which sleep on purpose, on a machine that may be busy.</summary>
    private const int Longest = 120_000;

    [Fact(Timeout = Longest)]
    public async Task The_stand_in_is_as_Stata_is_assumed_to_be()
    {
        using var folder = new TemporaryFolder();
        var settings = Settings(folder) with { StandIn = true };
        var findings = await EngineChecks.ExamineAsync(settings, new Engine(settings).Find(out _)!, TestContext.Current.CancellationToken);
        Assert.All(findings, finding => Assert.True(finding.Outcome is FindingOutcome.Good or FindingOutcome.Note || finding.Id == "graphs", $"{finding.Id}: {finding.Seen}"));
        Assert.Superset(
            new HashSet<string> { "start", "log", "log-flushed", "dots", "wrapper", "console", "folder", "arguments", "unicode", "capture", "wrap", "echo", "error-code", "exit-status", "error-lines", "profile", "exit-stata", "stop", "graphs" },
            findings.Select(finding => finding.Id).ToHashSet());
    }

    [Fact(Timeout = Longest)]
    public async Task A_log_that_comes_at_the_end_words_on_the_console_and_an_exit_status_are_seen()
    {
        using var folder = new TemporaryFolder();
        var findings = await OfScriptAsync(folder, """
            mkdir late && cp ./*.do late && cd late || exit 9
            echo "a greeting of profile.do"
            STANDIN "$@"
            mv output.log ..
            exit 1
            """);
        Assert.Equal(FindingOutcome.Good, findings["start"].Outcome);
        Assert.Equal(FindingOutcome.Good, findings["wrapper"].Outcome);
        Assert.Equal(FindingOutcome.Warning, findings["log-flushed"].Outcome);
        Assert.Equal(FindingOutcome.Warning, findings["dots"].Outcome);
        Assert.Equal(FindingOutcome.Warning, findings["console"].Outcome);
        Assert.Contains("a greeting", findings["console"].Seen, StringComparison.Ordinal);
        Assert.Equal(FindingOutcome.Warning, findings["exit-status"].Outcome);
        Assert.Contains("exit status 1", findings["exit-status"].Seen, StringComparison.Ordinal);
    }

    [Theory(Timeout = Longest)]
    [InlineData("missing", "it finds no licence file: Cannot find license file", "stata.lic into the folder", "fail at once")]
    [InlineData("invalid", "its licence is not valid: License is invalid", "Replace stata.lic", "fail at once")]
    [InlineData("expired", "its licence has expired: License has expired", "Renew the licence", "fail at once")]
    [InlineData("other", "another edition or version: License not applicable to this Stata", "Stata:Path", "fail at once")]
    [InlineData("seats", "all seats of its licence are taken: Too many users", "MaxConcurrent", "wait and are tried again")]
    [InlineData("a licence of another kind", "not a known one: a licence of another kind", "by hand", "fail at once")]
    public async Task Each_fault_of_the_licence_is_told_in_Stata_s_words_with_what_to_do_and_tried_once(string fault, string seen, string advice, string runs)
    {
        using var folder = new TemporaryFolder();
        var starts = Path.Join(folder.Path, "starts");
        var findings = await OfScriptAsync(folder, $"echo one >> '{starts}'\nexport STATA_STAND_IN_LICENCE='{fault}'\nSTANDIN \"$@\"\n");
        var finding = Assert.Single(findings).Value;
        Assert.Equal(("licence", FindingOutcome.Bad), (finding.Id, finding.Outcome));
        Assert.Contains(seen, finding.Seen, StringComparison.Ordinal);
        Assert.Contains(advice, finding.Advice, StringComparison.Ordinal);
        Assert.Contains(runs, finding.Advice, StringComparison.Ordinal);
        Assert.Equal(["one"], await File.ReadAllLinesAsync(starts, TestContext.Current.CancellationToken));
    }

    [Fact(Timeout = Longest)]
    public async Task A_program_that_is_no_Stata_is_told()
    {
        using var folder = new TemporaryFolder();
        var finding = Assert.Single(await OfScriptAsync(folder, "echo 'usage: something else' >&2\nexit 64\n")).Value;
        Assert.Equal(FindingOutcome.Bad, finding.Outcome);
        Assert.Contains("exit status 64", finding.Seen, StringComparison.Ordinal);
        Assert.Contains("usage: something else", finding.Seen, StringComparison.Ordinal);
    }

    [Theory(Timeout = Longest)]
    [InlineData("cd ..; STANDIN -b -q do output.do; true", "Bad", "no do-file is run")]
    [InlineData("rm profile.do; STANDIN \"$@\"", "Note", "none is read from the folder")]
    public async Task What_a_profile_do_does_to_runs_is_seen(string profiled, string expected, string seen)
    {
        using var folder = new TemporaryFolder();
        var findings = await OfScriptAsync(folder, $"if [ -e profile.do ]; then {profiled}; else STANDIN \"$@\"; fi\n");
        Assert.Equal(expected, findings["profile"].Outcome.ToString());
        Assert.Contains(seen, findings["profile"].Seen, StringComparison.Ordinal);
    }

    [Fact(Timeout = Longest)]
    public async Task A_log_under_another_name_and_a_wrapper_that_is_cut_off_are_failures()
    {
        using var folder = new TemporaryFolder();
        var findings = await OfScriptAsync(folder, """
            STANDIN "$@"
            rm -f output.log result
            """);
        Assert.Equal(FindingOutcome.Bad, findings["log"].Outcome);
        Assert.Equal(FindingOutcome.Bad, findings["error-code"].Outcome);
    }

    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task Nothing_is_started_without_a_runner()
    {
        using var folder = new TemporaryFolder();
        var settings = Settings(folder) with { ProgramsFolder = folder.Path };
        var finding = Assert.Single(await EngineChecks.ExamineAsync(settings, new StataInstallation("/bin/sh", "MP", null), TestContext.Current.CancellationToken));
        Assert.Equal(FindingOutcome.Bad, finding.Outcome);
        Assert.Contains("The runner is not where it should be", finding.Seen, StringComparison.Ordinal);
    }

    [Fact(Timeout = Longest)]
    public async Task Programs_get_the_findings_as_JSON_and_a_verdict_by_the_exit_code()
    {
        await using var bench = new Bench();
        var (code, output, error) = await bench.RunAsync("doctor", "--quick", "--json");
        Assert.True(code == 0, error + output);
        using var json = System.Text.Json.JsonDocument.Parse(output);
        Assert.True(json.RootElement.GetProperty("works").GetBoolean());
        Assert.Contains(json.RootElement.GetProperty("findings").EnumerateArray(), finding => finding.GetProperty("outcome").GetString() == "not_tried");
        Assert.False(Directory.Exists(bench.Data));

        (code, output, _) = await bench.RunAsync("doctor", "--quick", "--StataRuns:Stata:StandIn=false", $"--StataRuns:Stata:Path={bench.Work}");
        Assert.Equal(1, code);
        Assert.Contains("FAIL Stata: StataRuns:Stata:Path is the folder", output, StringComparison.Ordinal);
        Assert.Contains("Runs will not work here as it is.", output, StringComparison.Ordinal);
    }

    /// <summary>A shell script as the engine; <c>STANDIN</c> in it is the stand-in.</summary>
    private static async Task<Dictionary<string, Finding>> OfScriptAsync(TemporaryFolder folder, string script)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There is no such shell.");
        var settings = Settings(folder);
        var standIn = settings.StandInProgram!;
        var words = string.Join(' ', standIn.LeadingArguments.Prepend(standIn.Executable).Select(word => $"'{word}'"));
        var path = folder.File("stata-mp", $"#!/bin/sh\n{script.Replace("STANDIN", words, StringComparison.Ordinal)}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        var findings = await EngineChecks.ExamineAsync(settings, new StataInstallation(path, "MP", null), TestContext.Current.CancellationToken);
        return findings.ToDictionary(finding => finding.Id);
    }

    private static HostSettings Settings(TemporaryFolder folder) => new()
    {
        DataDirectory = folder.Path,
        Host = "lab2",
        MaxConcurrent = 1,
        MaxOutputBytes = 1 << 20,
        ProgramsFolder = Path.GetDirectoryName(Built.Program)!,
    };
}
