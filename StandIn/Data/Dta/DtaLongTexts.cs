using StataRuns.StandIn.Data.Columns;

namespace StataRuns.StandIn.Data.Dta;

/// <summary>The texts of <c>strL</c> variables: each stands once, named by the variable and observation that has it first.</summary>
internal static class DtaLongTexts
{
    private const int Binary = 129;
    private const int Text = 130;

    public static void Read(DtaInput input, DtaLayout layout, IEnumerable<Variable> variables)
    {
        var texts = new Dictionary<(long Variable, long Observation), string>();
        while (input.Begins("GSO"))
        {
            var owner = (input.Count(4), input.Count(layout.LongTextObservation));
            var kind = input.Byte();
            var text = input.Text(input.Count(4));
            texts[owner] = kind switch
            {
                Text when text.EndsWith('\0') => text[..^1],
                Text or Binary => text,
                _ => throw DtaInput.Corrupt(),
            };
        }

        foreach (var column in variables.Select(variable => variable.Column).OfType<LongTextColumn>())
        {
            Resolve(column, texts, layout, input.IsSwapped);
        }
    }

    /// <summary>Gives each text its number, and writes down in the columns which they refer to.</summary>
    public static List<(int Variable, long Observation, string Text)> Number(Dataset data, DtaLayout layout)
    {
        var known = new Dictionary<string, ulong>(StringComparer.Ordinal) { [""] = 0 };
        List<(int, long, string)> texts = [];
        for (var i = 0; i < data.Variables.Count; i++)
        {
            if (data.Variables[i].Column is not LongTextColumn column)
            {
                continue;
            }

            column.PrepareReferences(data.Observations);
            for (var at = 0; at < data.Observations; at++)
            {
                var text = column.Text(at);
                if (!known.TryGetValue(text, out var reference))
                {
                    reference = ((ulong)(uint)(at + 1) << (8 * layout.ReferenceVariable)) | (uint)(i + 1);
                    known.Add(text, reference);
                    texts.Add((i + 1, at + 1, text));
                }

                column.References[at] = reference;
            }
        }

        return texts;
    }

    public static void Write(DtaOutput output, IEnumerable<(int Variable, long Observation, string Text)> texts)
    {
        foreach (var (variable, observation, text) in texts)
        {
            var isBinary = text.Contains('\0', StringComparison.Ordinal);
            output.Text("GSO");
            output.Int(variable);
            output.Long(observation);
            output.Byte(isBinary ? Binary : Text);
            output.Int(text.Length + (isBinary ? 0 : 1));
            output.Text(text);
            output.Zeros(isBinary ? 0 : 1);
        }
    }

    private static void Resolve(LongTextColumn column, Dictionary<(long Variable, long Observation), string> texts, DtaLayout layout, bool isSwapped)
    {
        var bits = 8 * layout.ReferenceVariable;
        for (var at = 0; at < column.References.Length; at++)
        {
            var reference = column.References[at];
            var (variable, observation) = isSwapped
                ? (reference >> (64 - bits), reference & (ulong.MaxValue >> bits))
                : (reference & (ulong.MaxValue >> (64 - bits)), reference >> bits);
            column.Set(at, reference == 0 ? "" : texts.GetValueOrDefault(((long)variable, (long)observation)) ?? throw DtaInput.Corrupt());
        }

        column.ForgetReferences();
    }
}
