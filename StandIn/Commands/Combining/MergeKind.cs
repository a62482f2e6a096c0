namespace StataRuns.StandIn.Commands.Combining;

/// <summary>Which of the two data sets has each key once: <c>1:1</c>, <c>m:1</c>, <c>1:m</c>, or neither.</summary>
internal readonly record struct MergeKind(bool IsUniqueInMaster, bool IsUniqueInUsing)
{
    public static MergeKind Parse(string text) => text switch
    {
        "1:1" => new(true, true),
        "m:1" => new(false, true),
        "1:m" => new(true, false),
        "m:m" => new(false, false),
        _ => throw new StataError(198, "invalid syntax\n    merge type 1:1, m:1, 1:m, or m:m required"),
    };
}
