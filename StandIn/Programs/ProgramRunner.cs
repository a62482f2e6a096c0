namespace StataRuns.StandIn.Programs;

/// <summary>Runs a program: its own local macros, its arguments, and what it returns.</summary>
internal static class ProgramRunner
{
    /// <summary>How deep programs and do-files may nest ([R] limits).</summary>
    public const int MostNested = 64;

    public static void Run(Session session, StataProgram program, string arguments)
    {
        var frame = Enter(session, arguments.Trim(), program.Version, isProgram: true, program.ResultClass == 'r' ? new Results() : null);
        if (program.ResultClass == 's')
        {
            session.S.Clear();
        }

        var mode = session.Console.Mode;
        try
        {
            session.Executor.Run(program.Body);
            if (frame.Return is { } results)
            {
                session.R = results;
            }
        }
        finally
        {
            session.Console.Mode = mode;
            Leave(session, frame);
        }

        if (session.Pending is Flow.Exit or Flow.Continue or Flow.Break)
        {
            session.Pending = Flow.None;
        }
    }

    /// <summary>A new frame with <c>`0'</c>, <c>`1'</c>, … set.</summary>
    public static Frame Enter(Session session, string arguments, double version, bool isProgram, Results? results)
    {
        if (session.Frame.Depth >= MostNested)
        {
            throw new StataError(1000, "system limit exceeded - see manual");
        }

        var frame = new Frame(session.Frame, version) { IsProgram = isProgram, Return = results };
        frame.SetLocal("0", arguments);
        frame.SetPositions(Macros.Tokens.Split(arguments));
        session.Frame = frame;
        return frame;
    }

    /// <summary>Takes back what was only for the program: temporary variables and files, preserved data.</summary>
    public static void Leave(Session session, Frame frame)
    {
        if (frame.Preserved is { } data)
        {
            session.Data.Load(data);
            frame.Preserved = null;
        }

        foreach (var name in frame.TemporaryNames)
        {
            if (session.Data.Exact(name) is { } variable)
            {
                session.Data.Remove(variable);
            }

            session.Scalars.Remove(name);
            session.Matrices.Remove(name);
        }

        TemporaryFiles.Delete(frame);
        session.Frame = frame.Parent!;
    }
}
