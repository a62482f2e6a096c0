namespace StataRuns.StandIn.Data.Dta;

/// <summary>How wide the fields of a .dta file are in each of the formats that are written as tags ([P] file formats .dta).</summary>
/// <param name="Name">Bytes of a variable's or value label's name.</param>
/// <param name="Format">Bytes of a display format.</param>
/// <param name="Label">Bytes of a variable's label.</param>
/// <param name="Count">Bytes that count variables.</param>
/// <param name="DataLabelLength">Bytes that hold the length of the data label.</param>
/// <param name="ReferenceVariable">Bytes of a reference to a long text that name its variable; the rest of 8 name the observation.</param>
/// <param name="LongTextObservation">Bytes that name the observation where the long text itself stands.</param>
internal sealed record DtaLayout(
    int Release, int Name, int Format, int Label, int Count, int DataLabelLength, int ReferenceVariable, int LongTextObservation)
{
    /// <summary>Stata 13.</summary>
    private static readonly DtaLayout V117 = new(117, 33, 49, 81, 2, 1, 4, 4);

    /// <summary>Stata 14 and later.</summary>
    private static readonly DtaLayout V118 = new(118, 129, 57, 321, 2, 2, 2, 8);

    /// <summary>Stata 15 and later, where there are more than 32,767 variables.</summary>
    private static readonly DtaLayout V119 = new(119, 129, 57, 321, 4, 2, 3, 8);

    public const int MostVariablesOf118 = 32_767;

    public static DtaLayout? Of(int release) => release switch
    {
        117 => V117,
        118 => V118,
        119 => V119,
        _ => null,
    };

    public static DtaLayout For(int variables) => variables > MostVariablesOf118 ? V119 : V118;
}
