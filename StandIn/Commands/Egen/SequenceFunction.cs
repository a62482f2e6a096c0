namespace StataRuns.StandIn.Commands.Egen;

/// <summary><c>seq() [, from(#) to(#) block(#)]</c>: counts up or down and begins again, each number so many times.</summary>
internal static class SequenceFunction
{
    public static EgenColumn Evaluate(EgenCall call)
    {
        var from = call.Options.TakeNumber("from", 1) ?? 1;
        var end = call.Options.TakeNumber("to", 1);
        var block = call.Options.TakeNumber("block", 1) ?? 1;
        if (block < 1 || block != Math.Truncate(block) || from != Math.Truncate(from))
        {
            throw new StataError(198, "from(), to() and block() must be integers");
        }

        var values = EgenColumn.Empty(call.Data);
        call.ForEachGroup(rows =>
        {
            var to = end ?? from + Math.Ceiling(rows.Length / block) - 1;
            var length = Math.Abs(to - from) + 1;
            for (var i = 0; i < rows.Length; i++)
            {
                var step = Math.Floor(i / block) % length;
                values[rows[i]] = to >= from ? from + step : from - step;
            }
        });
        return EgenColumn.Of(call.Type, values);
    }
}
