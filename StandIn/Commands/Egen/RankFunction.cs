namespace StataRuns.StandIn.Commands.Egen;

/// <summary><c>rank(exp) [, field track unique]</c>: equal values share the mean of their ranks unless told otherwise.</summary>
internal static class RankFunction
{
    public static EgenColumn Evaluate(EgenCall call)
    {
        var expression = call.Numbers();
        var (isField, isTrack, isUnique) = (call.Options.Take("field", 1), call.Options.Take("track", 1), call.Options.Take("unique", 1));
        var ranks = EgenColumn.Empty(call.Data);
        call.ForEachGroup(rows =>
        {
            int[] order = [.. rows.Where(at => !Missing.Is(expression.Number(at)))];
            double[] keys = [.. order.Select(at => isField ? -expression.Number(at) : expression.Number(at))];
            Array.Sort(keys, order);
            for (var first = 0; first < order.Length;)
            {
                var end = first + 1;
                while (end < order.Length && keys[end] == keys[first])
                {
                    end++;
                }

                for (var i = first; i < end; i++)
                {
                    ranks[order[i]] = isUnique ? i + 1 : isField || isTrack ? first + 1 : (first + 1 + end) / 2d;
                }

                first = end;
            }
        });
        return EgenColumn.Of(call.Type, ranks);
    }
}
