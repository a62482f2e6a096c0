using StataRuns.StandIn.Formats;

namespace StataRuns.StandIn.Data;

/// <summary>A column of the data: numbers, or texts.</summary>
internal sealed class Variable
{
    private double[] _numbers = [];
    private string[] _texts = [];

    public Variable(string name, StorageType type, int observations)
    {
        Name = name;
        Type = type;
        Format = type.UsualFormat;
        FormatText = TextOf(Format);
        Resize(observations, 0);
    }

    private Variable(Variable other, int observations)
    {
        Name = other.Name;
        Type = other.Type;
        Format = other.Format;
        FormatText = other.FormatText;
        Label = other.Label;
        ValueLabel = other.ValueLabel;
        _numbers = other.Type.IsText ? [] : other._numbers[..observations];
        _texts = other.Type.IsText ? other._texts[..observations] : [];
    }

    public string Name { get; set; }

    public StorageType Type { get; set; }

    public DisplayFormat Format { get; private set; }

    public string FormatText { get; private set; }

    public string Label { get; set; } = "";

    public string ValueLabel { get; set; } = "";

    public bool IsText => Type.IsText;

    public Variable Copy(int observations) => new(this, observations);

    public void SetFormat(DisplayFormat format, string text)
    {
        Format = format;
        FormatText = text;
    }

    public double Number(int observation) => _numbers[observation];

    public string Text(int observation) => _texts[observation];

    public void Set(int observation, double value) => _numbers[observation] = value;

    public void Set(int observation, string value) => _texts[observation] = value;

    /// <summary>New observations are missing.</summary>
    public void Resize(int observations, int before)
    {
        if (IsText)
        {
            Array.Resize(ref _texts, Math.Max(observations, _texts.Length));
            Array.Fill(_texts, "", before, Math.Max(0, observations - before));
        }
        else
        {
            Array.Resize(ref _numbers, Math.Max(observations, _numbers.Length));
            Array.Fill(_numbers, Missing.System, before, Math.Max(0, observations - before));
        }
    }

    /// <summary>The observations in another order, or some of them.</summary>
    public void Take(int[] order)
    {
        if (IsText)
        {
            _texts = Array.ConvertAll(order, at => _texts[at]);
        }
        else
        {
            _numbers = Array.ConvertAll(order, at => _numbers[at]);
        }
    }

    public int Compare(int left, int right) =>
        IsText ? string.CompareOrdinal(_texts[left], _texts[right]) : _numbers[left].CompareTo(_numbers[right]);

    /// <summary>An observation as it looks in the variable's format, without blanks around it.</summary>
    public string Show(int observation) => IsText ? Text(observation) : Format.Bare(Number(observation));

    private static string TextOf(DisplayFormat format) =>
        format.IsText ? $"%{format.Width}s" : $"%{format.Width}.{format.Digits}{format.Kind}";
}
