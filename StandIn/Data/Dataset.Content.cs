namespace StataRuns.StandIn.Data;

internal sealed partial class Dataset
{
    /// <summary>All that a data set is, so that one can take another's place at once.</summary>
    private sealed class Content
    {
        public Dictionary<string, Variable> ByName { get; } = new(StringComparer.Ordinal);

        public List<Variable> Variables { get; } = [];

        public List<string> SortedBy { get; } = [];

        public int Observations { get; set; }

        public string Label { get; set; } = "";

        public string FileName { get; set; } = "";

        public string FileDate { get; set; } = "";

        public bool IsChanged { get; set; }

        public Variable? Sample { get; set; }

        public Characteristics Characteristics { get; init; } = new();

        public Dictionary<string, SortedDictionary<double, string>> ValueLabels { get; } = new(StringComparer.Ordinal);

        public Content Copy()
        {
            var copy = new Content
            {
                Observations = Observations,
                Label = Label,
                FileName = FileName,
                FileDate = FileDate,
                IsChanged = IsChanged,
                Sample = Sample?.Copy(Observations),
                Characteristics = Characteristics.Copy(),
            };
            foreach (var variable in Variables)
            {
                var copied = variable.Copy(Observations);
                copy.Variables.Add(copied);
                copy.ByName.Add(copied.Name, copied);
            }

            copy.SortedBy.AddRange(SortedBy);
            foreach (var (name, labels) in ValueLabels)
            {
                copy.ValueLabels.Add(name, new SortedDictionary<double, string>(labels));
            }

            return copy;
        }
    }
}
