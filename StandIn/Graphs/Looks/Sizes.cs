using System.Globalization;

namespace StataRuns.StandIn.Graphs.Looks;

/// <summary>Sizes by name, in hundredths of the graph's smaller side ([G-4] size, textsizestyle, markersizestyle, linewidthstyle).</summary>
internal static class Sizes
{
    public const double Small = 2.777;
    public const double MedSmall = 3.472;
    public const double Medium = 3.8194;
    public const double Large = 4.8611;

    public static double? Text(string word) => word switch
    {
        "zero" => 0,
        "minuscule" => 0.3472,
        "quarter_tiny" => 0.34722,
        "third_tiny" => 0.46296,
        "half_tiny" => 0.69444,
        "tiny" => 1.3888,
        "vsmall" => 2.0833,
        "small" => Small,
        "medsmall" => MedSmall,
        "medium" => Medium,
        "medlarge" => 4.1667,
        "large" => Large,
        "vlarge" => 5.5556,
        "huge" => 6.9444,
        "vhuge" => 9.7222,
        _ => Other(word, Medium),
    };

    public static double? Marker(string word) => word switch
    {
        "zero" => 0,
        "vtiny" => 0.3,
        "tiny" => 0.6,
        "vsmall" => 1,
        "small" => 1.5,
        "medsmall" => 1.8,
        "medium" => 2.1,
        "medlarge" => 2.4,
        "large" => 3,
        "vlarge" => 4,
        "huge" => 5,
        "vhuge" => 6,
        "ehuge" => 10,
        _ => Other(word, 2.1),
    };

    public static double? Line(string word) => word switch
    {
        "none" => 0,
        "vvvthin" => 0.01,
        "vvthin" => 0.05,
        "vthin" => 0.1,
        "thin" => 0.2,
        "medthin" => 0.25,
        "medium" => 0.3,
        "medthick" => 0.45,
        "thick" => 0.8,
        "vthick" => 1.4,
        "vvthick" => 2.6,
        "vvvthick" => 4.2,
        _ => Other(word, 0.3),
    };

    public static bool IsPattern(string word) => word switch
    {
        "solid" or "dash" or "dot" or "dash_dot" or "shortdash" or "shortdash_dot" or "longdash" or "longdash_dot" or "blank" => true,
        _ => word.Length > 0 && word.All(letter => letter is 'l' or '_' or '-' or '.' or '#'),
    };

    /// <summary>A number of hundredths, or <c>*1.5</c> of the usual size.</summary>
    private static double? Other(string word, double usual)
    {
        var isFactor = word.StartsWith('*');
        return double.TryParse(isFactor ? word[1..] : word, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number >= 0
            ? isFactor ? number * usual : number
            : null;
    }
}
