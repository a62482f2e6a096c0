using System.CommandLine;
using System.Text.Json;
using StataRuns.Hosts;
using StataRuns.McpFrontend.Cli.Display;
using StataRuns.McpFrontend.Cli.Doctor;
using StataRuns.McpFrontend.Serve;
using StataRuns.Stata;

namespace StataRuns.McpFrontend.Cli.Verbs;

/// <summary><c>doctor [--quick] [--json]</c>: will runs work on this machine, and if not, why. Starts no service.</summary>
internal static class DoctorVerb
{
    public static Command Create(Func<ParseResult, Invocation> invoke)
    {
        var quick = new Option<bool>("--quick") { Description = "Start no Stata: leave out the trial runs, which take a licence seat for some seconds." };
        var json = new Option<bool>("--json") { Description = "The findings as JSON." };
        var verb = new Command("doctor", "Check whether runs will work on this machine, and say what to do where they will not.") { quick, json };
        verb.SetAction((parsed, cancellation) => RunAsync(invoke(parsed), parsed.GetValue(quick), parsed.GetValue(json), cancellation));
        return verb;
    }

    private static async Task<int> RunAsync(Invocation invocation, bool quick, bool json, CancellationToken cancellationToken)
    {
        var terminal = invocation.Terminal;
        var report = new DoctorReport(terminal, terminal is null ? PlainWidth : Terminal.Width);
        List<FindingJson> findings = [];
        await foreach (var section in new Diagnosis(invocation.Settings, invocation.Access.Find, new MachineFacts()).RunAsync(quick, cancellationToken))
        {
            findings.AddRange(section.Findings.Select(finding => FindingJson.Of(section.Title, finding)));
            foreach (var line in json ? [] : report.Lines(section))
            {
                Say.Rendered(line);
            }
        }

        var works = !findings.Any(finding => finding.Outcome == Word(FindingOutcome.Bad));
        Say.Rendered(json
            ? JsonSerializer.Serialize(new DoctorJson(works, ProductVersion.Text, findings), DoctorJsonContext.Printed.DoctorJson)
            : report.Verdict(works, findings.Count(finding => finding.Outcome == Word(FindingOutcome.Warning))));
        return works ? ExitCode.Succeeded : ExitCode.Failed;
    }

    private const int PlainWidth = 100;

    private static string Word(FindingOutcome outcome) => FindingJson.Of("", new Finding("", "", outcome, "")).Outcome;
}
