using StataRuns.StandIn.Data.Columns;
using StataRuns.StandIn.Formats;

namespace StataRuns.StandIn.Data;

/// <summary>A column of the data: numbers, or texts.</summary>
internal sealed class Variable
{
    private StorageType _type;

    public Variable(string name, StorageType type, int observations)
        : this(name, type, Column.For(type, observations)) => Length = observations;

    private Variable(string name, StorageType type, Column column)
    {
        Name = name;
        _type = type;
        Column = column;
        Format = type.UsualFormat;
        FormatText = TextOf(Format);
    }

    public string Name { get; set; }

    /// <summary>A change converts the values there are.</summary>
    public StorageType Type
    {
        get => _type;
        set
        {
            if (value == _type)
            {
                return;
            }

            if (value.IsText != _type.IsText)
            {
                throw StataError.TypeMismatch();
            }

            Convert(value);
        }
    }

    public Column Column { get; private set; }

    public DisplayFormat Format { get; private set; }

    public string FormatText { get; private set; }

    public string Label { get; set; } = "";

    public string ValueLabel { get; set; } = "";

    public bool IsText => _type.IsText;

    private int Length { get; set; }

    public Variable Copy(int observations) => With(Column.Copy(observations), observations);

    /// <summary>The same variable with other observations.</summary>
    public Variable Taken(ReadOnlySpan<int> order) => With(Column.Take(order), order.Length);

    public void SetFormat(DisplayFormat format, string text)
    {
        Format = format;
        FormatText = text;
    }

    /// <summary>Looks as another does: its format and labels, not its values.</summary>
    public void DressAs(Variable other)
    {
        SetFormat(other.Format, other.FormatText);
        Label = other.Label;
        ValueLabel = other.ValueLabel;
    }

    public void SetUsualFormat() => SetFormat(_type.UsualFormat, TextOf(_type.UsualFormat));

    public double Number(int observation) => Column.Number(observation);

    public string Text(int observation) => Column.Text(observation);

    public void Set(int observation, double value) => Column.Set(observation, value);

    public void Set(int observation, string value) => Column.Set(observation, value);

    public bool IsMissing(int observation) => IsText ? Text(observation).Length == 0 : Missing.Is(Number(observation));

    /// <summary>New observations are missing.</summary>
    public void Resize(int observations, int before)
    {
        Column.Resize(observations, before);
        Length = observations;
    }

    /// <summary>The observations in another order, or some of them.</summary>
    public void Take(ReadOnlySpan<int> order)
    {
        Column = Column.Take(order);
        Length = order.Length;
    }

    public int Compare(int left, int right) => Column.Compare(left, right);

    /// <summary>An observation as it looks in the variable's format, without blanks around it.</summary>
    public string Show(int observation) => IsText ? Text(observation) : Format.Bare(Number(observation));

    private Variable With(Column column, int length)
    {
        var variable = new Variable(Name, _type, column) { Length = length };
        variable.DressAs(this);
        return variable;
    }

    private void Convert(StorageType type)
    {
        var wasUsual = FormatText == TextOf(_type.UsualFormat);
        var column = Column.For(type, Length);
        for (var at = 0; at < Length; at++)
        {
            if (type.IsText)
            {
                column.Set(at, Column.Text(at));
            }
            else
            {
                column.Set(at, Column.Number(at));
            }
        }

        (_type, Column) = (type, column);
        if (type.IsText && wasUsual)
        {
            SetUsualFormat();
        }
    }

    private static string TextOf(DisplayFormat format) =>
        format.IsText ? $"%{format.Width}s" : $"%{format.Width}.{format.Digits}{format.Kind}";
}
