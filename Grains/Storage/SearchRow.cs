using System.Data.Common;
using StataRuns.Runs;

namespace StataRuns.Storage;

/// <summary>What a search compares of a run. The comparison is here, so that both databases find the same.</summary>
internal sealed record SearchRow(RunId RunId, DateTimeOffset SubmittedAt, string FilePath, string? Label, string? Error)
{
    public static SearchRow Read(DbDataReader reader) => new(
        RunId.Parse(reader.GetString(0)),
        DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(1)),
        reader.GetString(2),
        reader.IsDBNull(3) ? null : reader.GetString(3),
        reader.IsDBNull(4) ? null : reader.GetString(4));

    /// <summary>Has the run the name and each of the words?</summary>
    public bool Fits(RunFilter filter) => (filter.FileName is not { } name || IsNamed(name)) && filter.Words.All(Has);

    private bool IsNamed(string name) =>
        FilePath.EndsWith(name, StringComparison.Ordinal) && FilePath.AsSpan(0, FilePath.Length - name.Length) is [.., '/' or '\\'];

    private bool Has(string word) => Holds(FilePath, word) || Holds(Label, word) || Holds(Error, word);

    private static bool Holds(string? text, string word) => text?.Contains(word, StringComparison.OrdinalIgnoreCase) == true;
}
