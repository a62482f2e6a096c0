namespace StataRuns.StandIn.Commands.Combining;

/// <summary>What <c>merge</c> was asked for behind the comma.</summary>
internal sealed class MergeOptions
{
    private static readonly (string Name, int Shortest, int Code)[] Results =
    [
        ("masters", 3, 1), ("using", 2, 2), ("matches", 3, 3), ("matched", 3, 3), ("match_updates", 8, 4), ("match_conflicts", 7, 5),
    ];

    public MergeOptions(OptionSet options)
    {
        KeepUsing = options.TakeText("keepusing", out var variables, 8) ? variables : null;
        var isGenerated = options.TakeText("generate", out var name, 3);
        IsGenerated = !(options.Take("nogenerate", 5) | options.Take("nogen"));
        Name = isGenerated ? name : "_merge";
        HidesReport = options.Take("noreport", 5);
        Updates = options.Take("update");
        Replaces = options.Take("replace");
        (NoLabel, NoNotes) = (options.Take("nolabel", 3), options.Take("nonotes", 3));
        options.Take("sorted");
        options.Take("force");
        Keep = options.TakeText("keep", out var kept) ? Codes(kept) : null;
        Assert = options.TakeText("assert", out var asserted) ? Codes(asserted) : null;
        options.Finish();
        if (Replaces && !Updates)
        {
            throw new StataError(198, "option replace not allowed without update");
        }
    }

    public string? KeepUsing { get; }

    public string Name { get; }

    public bool IsGenerated { get; }

    public bool HidesReport { get; }

    public bool Updates { get; }

    public bool Replaces { get; }

    public bool NoLabel { get; }

    public bool NoNotes { get; }

    /// <summary>The results to keep, and those that may be; null for all.</summary>
    public IReadOnlySet<int>? Keep { get; }

    public IReadOnlySet<int>? Assert { get; }

    private static HashSet<int> Codes(string text)
    {
        var codes = new HashSet<int>();
        foreach (var word in text.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries))
        {
            var index = Array.FindIndex(Results, result => OptionSet.IsAbbreviation(word, result.Name, result.Shortest));
            var code = word is "1" or "2" or "3" or "4" or "5" ? word[0] - '0' : index >= 0 ? Results[index].Code : throw new StataError(198, $"invalid results '{word}'");
            codes.Add(code);
        }

        return codes;
    }
}
