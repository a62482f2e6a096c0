using StataRuns.StandIn.Data;

namespace StataRuns.StandIn.Commands.Shaping;

/// <summary>What both directions do at the end.</summary>
internal static class ReshapeData
{
    /// <summary>The new form takes the place of the old one; labels, notes and the data's name stay.</summary>
    public static void Become(Dataset data, Dataset result, IEnumerable<string> sortedBy)
    {
        result.Label = data.Label;
        result.FileName = data.FileName;
        foreach (var (name, labels) in data.ValueLabels)
        {
            result.ValueLabels.Add(name, labels);
        }

        foreach (var (owner, name, text) in data.Characteristics.All)
        {
            if (owner == Characteristics.Data || result.Exact(owner) is not null)
            {
                result.Characteristics.Set(owner, name, text);
            }
        }

        result.SortedBy.AddRange(sortedBy);
        data.Exchange(result);
    }
}
