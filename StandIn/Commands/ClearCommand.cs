using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands;

/// <summary><c>clear</c>, <c>clear all</c>, <c>clear programs</c>, …</summary>
internal static class ClearCommand
{
    public static void Run(Session session, string rest)
    {
        switch (rest.Trim())
        {
            case "":
                Data(session);
                break;
            case "all" or "*":
                Data(session);
                session.Scalars.Clear();
                session.Programs.Clear();
                session.R.Clear();
                session.E.Clear();
                session.S.Clear();
                session.Matrices.Clear();
                session.StoredEstimates.Clear();
                session.Timers.Clear();
                session.Graphs.Clear();
                break;
            case "programs" or "ado":
                session.Programs.Clear();
                break;
            case "matrix":
                session.Matrices.Clear();
                break;
            case "results" or "rngstream" or "mata" or "frames" or "collect" or "python" or "java" or "serset":
                break;
            default:
                throw StataError.InvalidSyntax();
        }
    }

    private static void Data(Session session) => session.Data.Clear();
}
