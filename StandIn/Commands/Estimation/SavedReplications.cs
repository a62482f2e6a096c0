using StataRuns.StandIn.Commands.Files;
using StataRuns.StandIn.Data;
using StataRuns.StandIn.Lexing;

namespace StataRuns.StandIn.Commands.Estimation;

/// <summary><c>saving(filename [, double replace every(#)])</c>: the replications as a data set.</summary>
internal sealed class SavedReplications
{
    private readonly string? _file;
    private readonly bool _isDouble;

    private SavedReplications(string? file, bool isDouble) => (_file, _isDouble) = (file, isDouble);

    public static SavedReplications Take(OptionSet options)
    {
        if (!options.TakeText("saving", out var text, 2))
        {
            return new SavedReplications(null, false);
        }

        var comma = CommandSplitter.OptionsComma(text);
        var own = OptionSet.Parse(comma < 0 ? "" : text[(comma + 1)..]);
        var (replaces, isDouble) = (own.Take("replace"), own.Take("double"));
        own.TakeNumber("every");
        own.Finish();
        var file = FileNames.WithExtension(FileNames.Whole((comma < 0 ? text : text[..comma]).Trim()), DataFile.Extension);
        return !replaces && FileNames.Exists(file) ? throw new StataError(602, $"file {file} already exists") : new SavedReplications(file, isDouble);
    }

    /// <summary>Null values are replications that failed.</summary>
    public void Write(IReadOnlyList<Collected> collected, IReadOnlyList<double[]?> results)
    {
        if (_file is null)
        {
            return;
        }

        var data = new Dataset();
        Fill(data, collected, results, _isDouble ? StorageType.Double : StorageType.Float);
        DataFile.Write(data, _file, []);
    }

    public static void Fill(Dataset data, IReadOnlyList<Collected> collected, IReadOnlyList<double[]?> results, StorageType type)
    {
        data.SetObservations(results.Count);
        for (var i = 0; i < collected.Count; i++)
        {
            var variable = data.Add(collected[i].Name, type);
            variable.Label = collected[i].Expression;
            for (var at = 0; at < results.Count; at++)
            {
                variable.Set(at, type.Store(results[at] is { } values ? values[i] : Missing.System));
            }
        }
    }
}
