using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using StataRuns.Stata;

namespace StataRuns.McpFrontend.Cli.Doctor;

/// <summary>What <c>doctor --json</c> prints.</summary>
/// <param name="Works">Will runs work?</param>
/// <param name="Version">This program's.</param>
/// <param name="Findings">All findings.</param>
internal sealed record DoctorJson(bool Works, string Version, IReadOnlyList<FindingJson> Findings);

/// <summary>A finding.</summary>
/// <param name="Section">What it is about.</param>
/// <param name="Id">Its name for programs.</param>
/// <param name="Title">Its name for people.</param>
/// <param name="Outcome"><c>good</c>, <c>note</c>, <c>warning</c>, <c>bad</c>, <c>not_tried</c>.</param>
/// <param name="Assumed">What was assumed.</param>
/// <param name="Seen">What was seen.</param>
/// <param name="Advice">What to do.</param>
internal sealed record FindingJson(string Section, string Id, string Title, string Outcome, string? Assumed, string Seen, string? Advice)
{
    public static FindingJson Of(string section, Finding finding) => new(
        section.ToLowerInvariant(), finding.Id, finding.Title, JsonNamingPolicy.SnakeCaseLower.ConvertName(finding.Outcome.ToString()), finding.Assumed, finding.Seen, finding.Advice);
}

[JsonSerializable(typeof(DoctorJson))]
internal sealed partial class DoctorJsonContext : JsonSerializerContext
{
    /// <summary>The way it is printed.</summary>
    public static DoctorJsonContext Printed { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
