using StataRuns.StandIn.Data.Columns;

namespace StataRuns.StandIn.Data.Dta;

/// <summary>Value labels: numbers, and where the text of each begins in a block of texts.</summary>
internal static class DtaValueLabels
{
    private const int Padding = 3;

    public static void Read(DtaInput input, DtaLayout layout, Dictionary<string, SortedDictionary<double, string>> labels)
    {
        while (input.Begins("<lbl>"))
        {
            var length = input.Count(4);
            var name = input.Field(layout.Name);
            input.Skip(Padding);
            var (count, bytes) = (input.Count(4), input.Count(4));
            if (length != 8 + (8 * count) + bytes)
            {
                throw DtaInput.Corrupt();
            }

            input.Room((8 * count) + bytes);
            int[] offsets = [.. Enumerable.Range(0, (int)count).Select(_ => input.Int())];
            int[] values = [.. Enumerable.Range(0, (int)count).Select(_ => input.Int())];
            var texts = input.Text(bytes);
            var label = new SortedDictionary<double, string>();
            for (var i = 0; i < count; i++)
            {
                label[LongCode.Read(values[i])] = At(texts, offsets[i]);
            }

            labels[name] = label;
            input.Expect("</lbl>");
        }
    }

    public static void Write(DtaOutput output, DtaLayout layout, string name, SortedDictionary<double, string> label)
    {
        var bytes = label.Values.Sum(text => text.Length + 1);
        output.Text("<lbl>");
        output.Int(8 + (8 * label.Count) + bytes);
        output.Field(name, layout.Name);
        output.Zeros(Padding);
        output.Int(label.Count);
        output.Int(bytes);
        var offset = 0;
        foreach (var text in label.Values)
        {
            output.Int(offset);
            offset += text.Length + 1;
        }

        foreach (var value in label.Keys)
        {
            output.Int(LongCode.Write(value));
        }

        foreach (var text in label.Values)
        {
            output.Text(text);
            output.Byte(0);
        }

        output.Text("</lbl>");
    }

    private static string At(string texts, int offset)
    {
        if (offset < 0 || offset > texts.Length)
        {
            throw DtaInput.Corrupt();
        }

        var end = texts.IndexOf('\0', offset);
        return end < 0 ? texts[offset..] : texts[offset..end];
    }
}
