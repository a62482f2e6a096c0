using System.Globalization;

namespace StataRuns.StandIn.Data.Dta;

/// <summary>Writes the data as a .dta file of format 118, or 119 where there are too many variables for it.</summary>
internal sealed class DtaWriter
{
    private const int BlockBytes = 1 << 18;
    private const int MapEntries = 14;
    private const int LongestDataLabel = 320;
    private readonly Dataset _data;
    private readonly DtaLayout _layout;
    private readonly Stream _stream;
    private readonly DtaOutput _output;
    private readonly List<long> _map = [];

    private DtaWriter(Dataset data, Stream stream)
    {
        _data = data;
        _layout = DtaLayout.For(data.Variables.Count);
        _stream = stream;
        _output = new DtaOutput(stream);
    }

    /// <param name="stream">Can seek: where the parts are is known at the end.</param>
    /// <param name="labels">The value labels to write.</param>
    public static void Write(Dataset data, Stream stream, DateTime time, IEnumerable<string> labels) => new DtaWriter(data, stream).Whole(time, labels);

    private void Whole(DateTime time, IEnumerable<string> labels)
    {
        _map.Add(0);
        Header(time);
        var mapStart = _output.Position;
        _map.Add(mapStart);
        _output.Text("<map>");
        _output.Zeros(MapEntries * sizeof(long));
        _output.Text("</map>");
        var texts = DtaLongTexts.Number(_data, _layout);
        Part("variable_types", () => _data.Variables.ForEach(variable => _output.Count(DtaTypes.Write(variable.Type), sizeof(short))));
        Part("varnames", () => _data.Variables.ForEach(variable => _output.Field(variable.Name, _layout.Name)));
        Part("sortlist", SortedBy);
        Part("formats", () => _data.Variables.ForEach(variable => _output.Field(variable.FormatText, _layout.Format)));
        Part("value_label_names", () => _data.Variables.ForEach(variable => _output.Field(variable.ValueLabel, _layout.Name)));
        Part("variable_labels", () => _data.Variables.ForEach(variable => _output.Field(variable.Label, _layout.Label)));
        Part("characteristics", () => DtaCharacteristics.Write(_output, _layout, _data.Characteristics));
        Part("data", Rows);
        Part("strls", () => DtaLongTexts.Write(_output, texts));
        Part("value_labels", () => ValueLabels(labels));
        _map.Add(_output.Position);
        _output.Text("</stata_dta>");
        _map.Add(_output.Position);
        _stream.Position = mapStart + "<map>".Length;
        _map.ForEach(_output.Long);
    }

    private void Header(DateTime time)
    {
        var label = DtaOutput.Fitting(_data.Label, LongestDataLabel);
        var date = time.ToString("dd MMM yyyy HH:mm", CultureInfo.InvariantCulture);
        _output.Text(string.Create(CultureInfo.InvariantCulture, $"<stata_dta><header><release>{_layout.Release}</release><byteorder>LSF</byteorder><K>"));
        _output.Count(_data.Variables.Count, _layout.Count);
        _output.Text("</K><N>");
        _output.Long(_data.Observations);
        _output.Text("</N><label>");
        _output.Count(label.Length, _layout.DataLabelLength);
        _output.Text(label);
        _output.Text("</label><timestamp>");
        _output.Byte(date.Length);
        _output.Text(date);
        _output.Text("</timestamp></header>");
    }

    private void SortedBy()
    {
        foreach (var name in _data.SortedBy)
        {
            _output.Count(_data.Variables.FindIndex(variable => variable.Name == name) + 1, _layout.Count);
        }

        _output.Zeros((_data.Variables.Count + 1 - _data.SortedBy.Count) * _layout.Count);
    }

    private void Rows()
    {
        var width = _data.Variables.Sum(variable => variable.Column.RowBytes);
        var perBlock = Math.Max(1, BlockBytes / Math.Max(1, width));
        var block = new byte[Math.Min(perBlock, _data.Observations) * width];
        for (var first = 0; first < _data.Observations; first += perBlock)
        {
            var rows = Math.Min(perBlock, _data.Observations - first);
            var offset = 0;
            foreach (var column in _data.Variables.Select(variable => variable.Column))
            {
                column.ToRows(block, offset, width, first, rows);
                offset += column.RowBytes;
            }

            _output.Bytes(block.AsSpan(0, rows * width));
        }
    }

    private void ValueLabels(IEnumerable<string> names)
    {
        foreach (var name in names)
        {
            if (_data.ValueLabels.TryGetValue(name, out var label))
            {
                DtaValueLabels.Write(_output, _layout, name, label);
            }
        }
    }

    private void Part(string tag, Action write)
    {
        _map.Add(_output.Position);
        _output.Text($"<{tag}>");
        write();
        _output.Text($"</{tag}>");
    }
}
