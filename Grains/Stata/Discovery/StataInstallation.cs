namespace StataRuns.Stata;

/// <summary>One Stata that can be started from a command line, or the stand-in that takes its place in a try-out.</summary>
/// <param name="Path">The console executable.</param>
/// <param name="Edition"><c>MP</c>, <c>SE</c>, <c>BE</c> or <c>IC</c>; empty for the stand-in.</param>
/// <param name="Version">Such as <c>18.0</c>; null where only Stata itself could tell, and it is not started to ask.</param>
/// <param name="IsStataNow">The continuously updated flavour.</param>
/// <param name="IsStandIn">Not Stata: results must never be presented as Stata's.</param>
public sealed record StataInstallation(string Path, string Edition, string? Version, bool IsStataNow = false, bool IsStandIn = false)
{
    /// <summary>The engine as users know it: <c>StataNow/MP 19.5</c>, <c>Stata/SE</c>, <c>StataRuns stand-in 0.1.0</c>.</summary>
    public string Engine
    {
        get
        {
            var name = IsStandIn ? "StataRuns stand-in" : $"{(IsStataNow ? "StataNow" : "Stata")}/{Edition}";
            return Version is null ? name : $"{name} {Version}";
        }
    }

    /// <summary>The bundled stand-in at a path.</summary>
    public static StataInstallation StandIn(string path, string version) => new(path, Edition: "", version, IsStandIn: true);
}
