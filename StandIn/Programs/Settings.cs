namespace StataRuns.StandIn.Programs;

/// <summary>What <c>set</c> changes and <c>c()</c> tells.</summary>
internal sealed class Settings
{
    public string Type { get; set; } = "float";

    public double Level { get; set; } = 95;

    public string Seed { get; set; } = "";

    public bool More { get; set; }

    public bool Trace { get; set; }

    public string Rmsg { get; set; } = "off";

    public Dictionary<string, string> Accepted { get; } = new(StringComparer.Ordinal);
}
