namespace StataRuns.StandIn.Commands.Estimation;

/// <summary>How a table of coefficients is shown.</summary>
internal sealed record TableOptions(double Level)
{
    /// <summary>The head over exponentiated coefficients, such as <c>Odds ratio</c>; null for plain ones.</summary>
    public string? Exponential { get; init; }

    /// <summary>Standardised coefficients in place of the interval.</summary>
    public bool HasBeta { get; init; }

    public bool HasHeader { get; init; } = true;

    public bool HasTable { get; init; } = true;

    /// <summary>Base levels have lines of their own.</summary>
    public bool HasBases { get; init; }

    public bool HasOmitted { get; init; } = true;

    public bool HasLegend { get; init; }

    /// <summary>Takes <c>level()</c>, <c>noheader</c>, <c>notable</c> and their like out of a command's options.</summary>
    public static TableOptions Take(OptionSet options, double usualLevel)
    {
        var level = options.TakeNumber("level", 1) ?? usualLevel;
        if (level is < 10 or > 99.99)
        {
            throw new StataError(198, "level() must be between 10 and 99.99 inclusive");
        }

        return new TableOptions(level)
        {
            HasHeader = !options.Take("noheader", 3),
            HasTable = !options.Take("notable"),
            HasBases = options.Take("baselevels", 4) | options.Take("allbaselevels", 7),
            HasOmitted = !options.Take("noomitted", 4),
            HasLegend = options.Take("coeflegend", 5),
        };
    }
}
