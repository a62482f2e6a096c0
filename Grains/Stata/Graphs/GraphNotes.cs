using System.Globalization;

namespace StataRuns.Stata;

/// <summary>What a run says of graphs that its user will miss.</summary>
internal static class GraphNotes
{
    /// <summary>So many places are named.</summary>
    public const int MostPlaces = 5;

    private const string Advice = "Give each a name, as in name(g1, replace), or export it before the next is drawn.";

    /// <summary>The notes on graphs that were replaced or dropped.</summary>
    /// <param name="memory">What was followed to the end of the log.</param>
    /// <param name="isKept">Is this graph among those that the run left?</param>
    public static IEnumerable<string> Of(GraphMemory memory, Func<string, bool> isKept)
    {
        if (memory.ReplacedCount > 0)
        {
            var count = memory.ReplacedCount;
            yield return $"{Graphs(count)} drawn without a name ({Lines(memory.Replaced, count)}) {(count == 1 ? "was" : "were")} replaced by a later one: only the last graph without a name is kept. {Advice}";
        }

        if (memory.Loops.Count > 0)
        {
            yield return $"A graph is drawn without a name in the loop of {Lines(memory.Loops, memory.Loops.Count)}: each replaces the one before, and only the last is kept.{(memory.ReplacedCount > 0 ? "" : $" {Advice}")}";
        }

        var gone = memory.Gone.Where(graph => !isKept(graph.Name)).ToList();
        if (gone.Count > 0)
        {
            var by = string.Join(", ", gone.Select(graph => $"{graph.Command} in {Line(graph.Place)}").Distinct().Take(MostPlaces));
            yield return Gone([.. gone.Select(graph => graph.Name)], by, "Export a graph before it is dropped.");
        }
    }

    /// <summary>Graphs that were drawn and are not there at the end.</summary>
    /// <param name="names">Their names.</param>
    /// <param name="cause">What took them away.</param>
    /// <param name="advice">How they would have been kept.</param>
    private static string Gone(IReadOnlyList<string> names, string cause, string advice) =>
        $"{Graphs(names.Count)} {(names.Count == 1 ? "was" : "were")} gone at the end ({cause}): {string.Join(", ", names.Take(MostPlaces))}{(names.Count > MostPlaces ? ", …" : "")}. {advice}";

    /// <summary>The note of a run that ended Stata itself, so that its graphs could not be kept; null where it had none.</summary>
    /// <param name="names">The graphs in memory.</param>
    public static string? LostByExit(IReadOnlyList<string> names) => names.Count == 0
        ? null
        : Gone(names, "exit, STATA ended Stata", "Graphs are kept when a do-file ends without exit, STATA.");

    private static string Graphs(int count) => string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? "graph" : "graphs")}");

    private static string Lines(List<GraphPlace> places, int count)
    {
        var shown = places.TrueForAll(static place => place.File is null)
            ? $"{(places.Count == 1 ? "line" : "lines")} {string.Join(", ", places.Select(static place => place.Line.ToString(CultureInfo.InvariantCulture)))}"
            : string.Join(", ", places.Select(Line));
        return count > places.Count ? $"{shown}, …" : shown;
    }

    private static string Line(GraphPlace place) => string.Create(CultureInfo.InvariantCulture, $"{(place.File is null ? "" : $"{place.File} ")}line {place.Line}");
}
