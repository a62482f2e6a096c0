namespace StataRuns.StandIn.Commands.Egen;

/// <summary>The functions by name.</summary>
internal static class EgenFunctions
{
    public static EgenColumn Evaluate(EgenCall call) => call.Function switch
    {
        "mean" or "total" or "sum" or "count" or "min" or "max" or "sd" or "median" or "iqr" or "pctile" or "mad" or "mdev" or "skew" or "kurt" => GroupFunctions.Evaluate(call),
        "rank" => RankFunction.Evaluate(call),
        "std" => StandardFunction.Evaluate(call),
        "mode" => ModeFunction.Evaluate(call),
        "group" => GroupNumberFunction.Evaluate(call),
        "tag" => GroupNumberFunction.Tag(call),
        "seq" => SequenceFunction.Evaluate(call),
        "cut" => CutFunction.Evaluate(call),
        "concat" => ConcatFunction.Evaluate(call),
        "rowmean" or "rowtotal" or "rsum" or "rowmin" or "rowmax" or "rowsd" or "rowmedian" or "rowpctile" or "rownonmiss" or "rowmiss" or "rowfirst" or "rowlast" => RowFunctions.Evaluate(call),
        "anymatch" or "anycount" or "anyvalue" => AnyFunctions.Evaluate(call),
        "diff" => RowFunctions.Differ(call),
        _ => throw new StataError(133, $"unknown egen function {call.Function}()"),
    };
}
