using System.Globalization;
using StataRuns.StandIn.Data;

namespace StataRuns.StandIn.Commands.TimeSeries;

/// <summary>Which variables say whose and when an observation is; kept with the data, as <c>tsset</c> keeps them.</summary>
/// <param name="Panel">Null for a single series.</param>
/// <param name="Time">Null for panels without time.</param>
internal sealed record TimeSettings(string? Panel, string? Time, double Delta)
{
    public static TimeSettings? Of(Dataset data)
    {
        var (panel, time) = (data.Characteristics.Get(Characteristics.Data, "_TSpanel"), data.Characteristics.Get(Characteristics.Data, "_TStvar"));
        panel = panel.Length > 0 ? panel : data.Characteristics.Get(Characteristics.Data, "iis");
        if ((panel.Length > 0 && data.Exact(panel) is null) || (time.Length > 0 && data.Exact(time) is null) || (panel.Length == 0 && time.Length == 0))
        {
            return null;
        }

        var hasDelta = double.TryParse(data.Characteristics.Get(Characteristics.Data, "_TSdelta"), CultureInfo.InvariantCulture, out var delta);
        return new TimeSettings(panel.Length > 0 ? panel : null, time.Length > 0 ? time : null, hasDelta ? delta : 1);
    }

    public void Keep(Dataset data)
    {
        void Set(string name, string? text) => data.Characteristics.Set(Characteristics.Data, name, text ?? "");
        Set("_TSpanel", Time is null ? null : Panel);
        Set("_TStvar", Time);
        Set("_TSdelta", Time is null ? null : Delta.ToString("R", CultureInfo.InvariantCulture));
        Set("iis", Panel);
        Set("tis", Time);
        data.IsChanged = true;
    }

    public static void Forget(Dataset data) => new TimeSettings(null, null, 1).Keep(data);
}
