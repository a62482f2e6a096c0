using StataRuns.StandIn.Data.Columns;
using StataRuns.StandIn.Formats;
using StataRuns.StandIn.Lexing;

namespace StataRuns.StandIn.Data.Dta;

/// <summary>Reads a .dta file of format 117, 118 or 119: Stata 13 and later.</summary>
internal sealed class DtaReader
{
    private const int MostVariables = 120_000;
    private const int BlockBytes = 1 << 18;
    private readonly DtaInput _input;
    private readonly DtaLayout _layout;
    private readonly int _variables;
    private readonly long _observations;
    private readonly string _label;
    private readonly string _date;

    private DtaReader(DtaInput input)
    {
        _input = input;
        if (!input.Begins("<stata_dta><header><release>") || !int.TryParse(input.Text(3), out var release) || DtaLayout.Of(release) is not { } layout)
        {
            throw new StataError(610, "file not Stata format");
        }

        _layout = layout;
        input.Expect("</release><byteorder>");
        var isLowFirst = input.Begins("LSF");
        if (!isLowFirst)
        {
            input.Expect("MSF");
        }

        input.IsSwapped = isLowFirst != BitConverter.IsLittleEndian;
        input.Expect("</byteorder><K>");
        var variables = input.Count(layout.Count);
        input.Expect("</K><N>");
        _observations = input.Count(release == 117 ? 4 : 8);
        input.Expect("</N><label>");
        _label = input.Text(input.Count(layout.DataLabelLength));
        input.Expect("</label><timestamp>");
        _date = input.Text(input.Byte()).Trim();
        input.Expect("</timestamp></header><map>");
        input.Skip(14 * sizeof(long));
        input.Expect("</map>");
        _variables = variables <= MostVariables ? (int)variables : throw DtaInput.Corrupt();
    }

    /// <summary>The whole file, or some of it.</summary>
    /// <param name="isWanted">Which variables; null for all.</param>
    /// <param name="range">The first and last observation, counted from 1, once it's known how many there are; null for all.</param>
    public static Dataset Read(Stream stream, Func<Dataset, IEnumerable<Variable>>? isWanted = null, Func<long, (long First, long Last)>? range = null)
    {
        var reader = new DtaReader(new DtaInput(stream));
        return reader.Body(isWanted, range);
    }

    private Dataset Body(Func<Dataset, IEnumerable<Variable>>? isWanted, Func<long, (long First, long Last)>? range)
    {
        var input = _input;
        input.Room((long)_variables * (_layout.Name + _layout.Format + _layout.Label));
        var types = Types();
        var data = new Dataset();
        Tagged("varnames", () => Array.ForEach(types, type => Declare(data, input.Field(_layout.Name), type)));
        int[] sorted = [];
        Tagged("sortlist", () => sorted = [.. Enumerable.Range(0, _variables + 1).Select(_ => (int)input.Count(_layout.Count))]);
        Tagged("formats", () => data.Variables.ForEach(variable => Format(variable, input.Field(_layout.Format))));
        Tagged("value_label_names", () => data.Variables.ForEach(variable => variable.ValueLabel = input.Field(_layout.Name)));
        Tagged("variable_labels", () => data.Variables.ForEach(variable => variable.Label = input.Field(_layout.Label)));
        Tagged("characteristics", () => DtaCharacteristics.Read(input, _layout, data.Characteristics));
        List<Variable> all = [.. data.Variables];
        var wanted = isWanted?.Invoke(data).ToHashSet() ?? [.. all];
        Tagged("data", () => Rows(data, all, wanted, range?.Invoke(_observations) ?? (1, _observations)));
        Tagged("strls", () => DtaLongTexts.Read(input, _layout, wanted));
        Tagged("value_labels", () => DtaValueLabels.Read(input, _layout, data.ValueLabels));
        input.Expect("</stata_dta>");
        data.SortedBy.AddRange(sorted.TakeWhile(number => number is > 0 && number <= all.Count).Select(number => all[number - 1].Name));
        if (wanted.Count < all.Count)
        {
            Reorder(data, isWanted!(data), wanted);
        }

        (data.Label, data.FileDate, data.IsChanged) = (_label, _date, false);
        return data;
    }

    private static void Reorder(Dataset data, IEnumerable<Variable> order, HashSet<Variable> wanted)
    {
        List<Variable> ordered = [.. order.Distinct()];
        data.Keep(wanted);
        data.Variables.Clear();
        data.Variables.AddRange(ordered);
    }

    private StorageType[] Types()
    {
        var types = new StorageType[_variables];
        Tagged("variable_types", () =>
        {
            for (var i = 0; i < types.Length; i++)
            {
                types[i] = DtaTypes.Read(_input.Short()) ?? throw DtaInput.Corrupt();
            }
        });
        return types;
    }

    private static void Declare(Dataset data, string name, StorageType type)
    {
        if (!Names.IsName(name) || data.Exact(name) is not null)
        {
            throw DtaInput.Corrupt();
        }

        data.Append(new Variable(name, type, 0));
    }

    /// <summary>A format that isn't known here stays what it is, and the values look as usual.</summary>
    private static void Format(Variable variable, string text)
    {
        var format = DisplayFormat.Parse(text);
        variable.SetFormat(format is not null && format.IsText == variable.IsText ? format : variable.Type.UsualFormat, text);
    }

    private void Rows(Dataset data, List<Variable> all, HashSet<Variable> wanted, (long First, long Last) range)
    {
        var offsets = new int[all.Count];
        var width = 0;
        for (var i = 0; i < offsets.Length; i++)
        {
            offsets[i] = width;
            width += all[i].Column.RowBytes;
        }

        // Each row takes a byte at least, but where there are no variables there is nothing to count on.
        _input.Room(_observations > long.MaxValue / Math.Max(1, width) ? long.MaxValue : _observations * width);
        if (_observations > Dataset.MostObservations || (width == 0 && _observations > 0))
        {
            throw width == 0 ? DtaInput.Corrupt() : new StataError(901, "no room to add more observations");
        }

        var count = (int)(range.Last - range.First + 1);
        foreach (var variable in wanted)
        {
            variable.Resize(count, 0);
            (variable.Column as LongTextColumn)?.PrepareReferences(count);
        }

        _input.Skip((range.First - 1) * width);
        var perBlock = Math.Max(1, BlockBytes / Math.Max(1, width));
        var block = new byte[Math.Min(perBlock, count) * width];
        for (var first = 0; first < count; first += perBlock)
        {
            var rows = Math.Min(perBlock, count - first);
            _input.Fill(block.AsSpan(0, rows * width));
            for (var i = 0; i < all.Count; i++)
            {
                if (wanted.Contains(all[i]))
                {
                    all[i].Column.FromRows(block, offsets[i], width, first, rows, _input.IsSwapped);
                }
            }
        }

        _input.Skip((_observations - range.Last) * width);
        data.DeclareObservations(count);
    }

    private void Tagged(string tag, Action read)
    {
        _input.Expect($"<{tag}>");
        read();
        _input.Expect($"</{tag}>");
    }
}
