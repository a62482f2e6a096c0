using StataRuns.StandIn.Data;

namespace StataRuns.StandIn.Commands.Egen;

/// <summary>What an <c>egen</c> function computed; it becomes a variable when nothing can go wrong any more.</summary>
internal sealed class EgenColumn
{
    private EgenColumn(StorageType type, double[]? numbers, string[]? texts) => (Type, Numbers, Texts) = (type, numbers, texts);

    public StorageType Type { get; }

    public double[]? Numbers { get; }

    public string[]? Texts { get; }

    public SortedDictionary<double, string>? Labels { get; private init; }

    /// <summary>The variable's label.</summary>
    public string Label { get; init; } = "";

    public static double[] Empty(Dataset data)
    {
        var values = new double[data.Observations];
        Array.Fill(values, Missing.System);
        return values;
    }

    public static EgenColumn Of(StorageType type, double[] numbers, string label = "") => new(type, numbers, null) { Label = label };

    public EgenColumn With(SortedDictionary<double, string> labels) => new(Type, Numbers, Texts) { Label = Label, Labels = labels };

    public static EgenColumn Of(string[] texts) => new(StorageType.OfText(texts.Select(text => text.Length).DefaultIfEmpty(1).Max()), null, texts);
}
