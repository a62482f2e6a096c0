using StataRuns.StandIn.Data;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands.Tables;

/// <summary>The different values of a variable in ascending order: the rows, columns or groups of a table.</summary>
internal sealed class Categories
{
    private readonly Dictionary<double, int> _numbers = [];
    private readonly Dictionary<string, int> _texts = new(StringComparer.Ordinal);

    private Categories(Session session, Variable variable, bool hasLabels, IEnumerable<double> numbers, IEnumerable<string> texts)
    {
        Variable = variable;
        Numbers = [.. numbers];
        Array.Sort(Numbers);
        Texts = [.. texts];
        Array.Sort(Texts, StringComparer.Ordinal);
        for (var i = 0; i < Numbers.Length; i++)
        {
            _numbers.Add(Numbers[i], i);
        }

        for (var i = 0; i < Texts.Length; i++)
        {
            _texts.Add(Texts[i], i);
        }

        Labels = variable.IsText ? Texts : Array.ConvertAll(Numbers, value => ValueText.Of(session, variable, value, hasLabels));
    }

    public Variable Variable { get; }

    /// <summary>Empty for a variable of texts.</summary>
    public double[] Numbers { get; }

    public string[] Texts { get; }

    /// <summary>The values as they are shown.</summary>
    public string[] Labels { get; }

    public int Count => Labels.Length;

    public static Categories Of(Session session, Variable variable, IReadOnlyList<int> rows, bool takesMissing = false, bool hasLabels = true)
    {
        var numbers = new HashSet<double>();
        var texts = new HashSet<string>(StringComparer.Ordinal);
        foreach (var at in rows)
        {
            if (!takesMissing && IsMissing(variable, at))
            {
                continue;
            }

            _ = variable.IsText ? texts.Add(variable.Text(at)) : numbers.Add(variable.Number(at));
        }

        return new Categories(session, variable, hasLabels, numbers, texts);
    }

    public static bool IsMissing(Variable variable, int observation) =>
        variable.IsText ? variable.Text(observation).Length == 0 : Missing.Is(variable.Number(observation));

    /// <summary>Which of the values an observation has; -1 if none of them.</summary>
    public int IndexOf(int observation) => Variable.IsText
        ? _texts.GetValueOrDefault(Variable.Text(observation), -1)
        : _numbers.GetValueOrDefault(Variable.Number(observation), -1);
}
