namespace StataRuns.StandIn.Programs;

/// <summary>
/// Imitates a Stata whose licence does not allow a start, to try what such runs end as. The variable <c>STATA_STAND_IN_LICENCE</c> names the fault, or a file in which
/// it stands and which may change meanwhile; without it, or where the file is missing or empty, there is none.
/// </summary>
internal static class LicenceFaults
{
    public const string Variable = "STATA_STAND_IN_LICENCE";

    /// <summary>What is said instead of starting; null where nothing speaks against a start.</summary>
    public static string? Words() => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } value ? Words(Path.IsPathFullyQualified(value) ? Content(value) : value) : null;

    private static string? Words(string fault) => fault.Trim() switch
    {
        "" => null,
        "missing" => "Cannot find license file",
        "invalid" => "License is invalid",
        "other" => "License not applicable to this Stata",

        // What Stata itself says of these two was found nowhere.
        "expired" => "License has expired",
        "seats" => "Too many users",
        var words => words,
    };

    private static string Content(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return "";
        }
    }
}
