using StataRuns.McpFrontend.Cli.Display;
using StataRuns.Stata;

namespace StataRuns.McpFrontend.Cli.Doctor;

/// <summary>Findings as lines, marked by signs in colours on a terminal and by words elsewhere, and folded to the width.</summary>
/// <param name="terminal">The terminal; null where there is none.</param>
/// <param name="width">Cells of a line.</param>
internal sealed class DoctorReport(Terminal? terminal, int width)
{
    private const int Narrowest = 40;

    private static readonly Dictionary<FindingOutcome, (string Sign, string Word, Tone Tone)> Marks = new()
    {
        [FindingOutcome.Good] = ("✓", "ok  ", Tone.Good),
        [FindingOutcome.Note] = ("·", "note", Tone.Faint),
        [FindingOutcome.Warning] = ("!", "warn", Tone.Warning),
        [FindingOutcome.Bad] = ("✗", "FAIL", Tone.Bad),
        [FindingOutcome.NotTried] = ("–", "skip", Tone.Faint),
    };

    /// <summary>The lines of a section.</summary>
    public IEnumerable<string> Lines(Section section)
    {
        yield return Line([new Piece(section.Title, Tone.Strong)]);
        foreach (var finding in section.Findings)
        {
            var (sign, word, tone) = Marks[finding.Outcome];
            var mark = terminal is null ? word : sign;
            var indent = mark.Length + 3;
            var isFirst = true;
            foreach (var text in Fold($"{finding.Title}: {finding.Seen}", Math.Max(width, Narrowest) - indent))
            {
                yield return isFirst ? Line([new Piece("  "), new Piece(mark, tone), new Piece($" {text}")]) : new string(' ', indent) + text;
                isFirst = false;
            }

            foreach (var text in finding.Outcome is FindingOutcome.Good or FindingOutcome.Note ? [] : Advice(finding, indent))
            {
                yield return text;
            }
        }
    }

    /// <summary>The last line.</summary>
    public string Verdict(bool works, int warnings) => Line(
    [
        works ? new Piece("Runs will work here.", Tone.Good) : new Piece("Runs will not work here as it is.", Tone.Bad),
        new Piece(warnings switch { 0 => "", 1 => " One thing could be better.", _ => $" {warnings} things could be better." }),
    ]);

    private IEnumerable<string> Advice(Finding finding, int indent)
    {
        var lines = new[] { finding.Assumed is { } assumed ? $"Expected: {assumed}." : null, finding.Advice }
            .OfType<string>()
            .SelectMany(text => Fold(text, Math.Max(width, Narrowest) - indent - 2));
        return lines.Select(text => new string(' ', indent + 2) + text);
    }

    private string Line(IReadOnlyList<Piece> pieces) => terminal?.Render(pieces) ?? Terminal.Plain(pieces);

    /// <summary>Lines of whole words; a word that is longer than a line (a path) is cut.</summary>
    private static IEnumerable<string> Fold(string text, int cells)
    {
        var line = "";
        foreach (var word in Cells.OneLine(text).Split(' '))
        {
            if (line.Length > 0 && Cells.Width(line) + 1 + Cells.Width(word) > cells)
            {
                yield return line;
                line = "";
            }

            line = line.Length == 0 ? word : $"{line} {word}";
            while (Cells.Width(line) > cells)
            {
                var cut = line.Length;
                while (Cells.Width(line[..cut]) > cells)
                {
                    cut -= char.IsLowSurrogate(line[cut - 1]) ? 2 : 1;
                }

                yield return line[..cut];
                line = line[cut..];
            }
        }

        if (line.Length > 0)
        {
            yield return line;
        }
    }
}
