namespace StataRuns.StandIn.Data.Dta;

/// <summary>Notes, time settings and whatever else is kept as a characteristic.</summary>
internal static class DtaCharacteristics
{
    public static void Read(DtaInput input, DtaLayout layout, Characteristics characteristics)
    {
        while (input.Begins("<ch>"))
        {
            var length = input.Count(4) - (2 * layout.Name);
            var owner = input.Field(layout.Name);
            var name = input.Field(layout.Name);
            var text = input.Text(length < 0 ? throw DtaInput.Corrupt() : length);
            var end = text.IndexOf('\0', StringComparison.Ordinal);
            characteristics.Set(owner, name, end < 0 ? text : text[..end]);
            input.Expect("</ch>");
        }
    }

    public static void Write(DtaOutput output, DtaLayout layout, Characteristics characteristics)
    {
        foreach (var (owner, name, text) in characteristics.All)
        {
            output.Text("<ch>");
            output.Int((2 * layout.Name) + text.Length + 1);
            output.Field(owner, layout.Name);
            output.Field(name, layout.Name);
            output.Text(text);
            output.Byte(0);
            output.Text("</ch>");
        }
    }
}
