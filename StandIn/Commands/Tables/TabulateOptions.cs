namespace StataRuns.StandIn.Commands.Tables;

/// <summary>The options of <c>tabulate</c>.</summary>
internal sealed class TabulateOptions
{
    public TabulateOptions(OptionSet options)
    {
        TakesMissing = options.Take("missing", 1);
        HasLabels = !options.Take("nolabel", 3);
        IsSorted = options.Take("sort");
        IsPlotted = options.Take("plot");
        Stub = options.TakeText("generate", out var stub, 1) ? stub : null;
        Summarized = options.TakeText("summarize", out var name, 3) ? name : null;
        Wraps = options.Take("wrap", 1);
        NoKey = options.Take("nokey");
        Key = options.Take("key");
        NoFrequency = options.Take("nofreq", 3);
        var (noMeans, noDeviations, noObservations) = (options.Take("nomeans", 4), options.Take("nostandard", 3), options.Take("noobs", 3));
        if (Summarized is not null)
        {
            // To name some is to leave the others out.
            var (means, deviations, frequencies) = (options.Take("means", 2), options.Take("standard", 2), options.Take("freq", 1));
            HasObservations = options.Take("obs", 1);
            var isNamed = means || deviations || frequencies || HasObservations;
            HasMeans = means || (!isNamed && !noMeans);
            HasDeviations = deviations || (!isNamed && !noDeviations);
            HasFrequencies = frequencies || (!isNamed && !noObservations && !NoFrequency);
        }

        Row = options.Take("row", 2);
        Column = options.Take("column", 2);
        Cell = options.Take("cell", 2);
        Expected = options.Take("expected", 2);
        Contributions = options.Take("cchi2", 2);
        var all = options.Take("all", 1);
        Pearson = options.Take("chi2", 2) || all;
        LikelihoodRatio = options.Take("lrchi2", 2) || all;
        CramersV = options.Take("V", 1) || all;
        Gamma = options.Take("gamma", 1) || all;
        TauB = options.Take("taub", 1) || all;
        Exact = options.Take("exact", 2) || options.TakeText("exact", out _, 2);
        Matrix = options.TakeText("matcell", out var matrix, 7) ? matrix : null;
        RowMatrix = options.TakeText("matrow", out matrix, 6) ? matrix : null;
        ColumnMatrix = options.TakeText("matcol", out matrix, 6) ? matrix : null;
        options.Finish();
    }

    public bool TakesMissing { get; }

    public bool HasLabels { get; }

    public bool IsSorted { get; }

    public bool IsPlotted { get; }

    /// <summary>What the names of the indicator variables begin with.</summary>
    public string? Stub { get; }

    /// <summary>The variable whose means the table shows.</summary>
    public string? Summarized { get; }

    public bool Wraps { get; }

    public bool NoKey { get; }

    public bool Key { get; }

    public bool NoFrequency { get; }

    /// <summary>What a table of another variable's means shows in its cells.</summary>
    public bool HasMeans { get; }

    public bool HasDeviations { get; }

    public bool HasFrequencies { get; }

    public bool HasObservations { get; }

    public bool Row { get; }

    public bool Column { get; }

    public bool Cell { get; }

    public bool Expected { get; }

    public bool Contributions { get; }

    public bool Pearson { get; }

    public bool LikelihoodRatio { get; }

    public bool CramersV { get; }

    public bool Gamma { get; }

    public bool TauB { get; }

    public bool Exact { get; }

    public string? Matrix { get; }

    public string? RowMatrix { get; }

    public string? ColumnMatrix { get; }

    /// <summary>Whether something is asked that only a table of two variables has.</summary>
    public bool NeedsTwo => Row || Column || Cell || Expected || Contributions || Pearson || LikelihoodRatio || CramersV || Gamma || TauB || Exact;
}
