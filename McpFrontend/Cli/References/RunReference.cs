using System.Buffers;
using StataRuns.Runs;

namespace StataRuns.McpFrontend.Cli.References;

/// <summary>What a person types to name a run: its id, <c>last</c>, or a part of the id that fits one run only.</summary>
internal sealed record RunReference
{
    /// <summary>The newest run of this owner.</summary>
    public const string Last = "last";

    /// <summary>A shorter part fits too many runs by chance.</summary>
    public const int ShortestPart = 4;

    private const int LongestPart = 100;

    private static readonly SearchValues<char> Letters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-.");

    private RunReference(string text, RunId? id) => (Text, Id) = (text, id);

    /// <summary>The text in lower case, as ids are written.</summary>
    public string Text { get; }

    /// <summary>The id, if the text is a whole one.</summary>
    public RunId? Id { get; }

    /// <summary>Is the newest run meant?</summary>
    public bool IsLast => Text == Last;

    /// <summary>Reads a reference; null if the text cannot be one.</summary>
    public static RunReference? TryParse(string text)
    {
        if (RunId.TryParse(text, out var id))
        {
            return new RunReference(id.Text, id);
        }

        var lower = text.ToLowerInvariant();
        return lower.Length is >= ShortestPart and <= LongestPart && !lower.AsSpan().ContainsAnyExcept(Letters) ? new RunReference(lower, null) : null;
    }

    /// <summary>What is said of a text that cannot be a reference.</summary>
    public static string Problem(string text) =>
        $"\"{text}\" is no run id: give the id as run and ps show it, {ShortestPart} or more characters of it, or \"{Last}\" for the newest run.";
}
