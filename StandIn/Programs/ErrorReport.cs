namespace StataRuns.StandIn.Programs;

/// <summary>Says what went wrong, once, while the output mode is still that of the command which failed.</summary>
internal static class ErrorReport
{
    public static T Around<T>(Session session, Func<T> run)
    {
        try
        {
            return run();
        }
        catch (StataError error) when (Say(session, error))
        {
            throw; // never reached: the filter only looks
        }
#pragma warning disable CA1031 // a fault of the stand-in's own is an error of that command, said as what it is, and never a crash
        catch (Exception fault) when (fault is not (StataError or ExitStata or Output.LogLostException))
#pragma warning restore CA1031
        {
            var error = OwnFault(fault);
            Say(session, error);
            throw error;
        }
    }

    private static bool Say(Session session, StataError error)
    {
        if (!error.IsReported)
        {
            error.IsReported = true;
            session.Console.Error(error.Message);
        }

        return false;
    }

    private static StataError OwnFault(Exception fault) => fault switch
    {
        OutOfMemoryException => new StataError(909, "op. sys. refuses to provide memory"),
        InsufficientExecutionStackException => new StataError(1000, "system limit exceeded - see manual"),
        _ => new StataError(9999, $"the stand-in failed ({fault.GetType().Name}); this is its own fault and tells nothing of Stata"),
    };
}
