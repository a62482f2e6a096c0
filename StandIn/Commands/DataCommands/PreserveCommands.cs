using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands.DataCommands;

/// <summary><c>preserve</c> and <c>restore</c>; the data come back by themselves where the program or do-file ends.</summary>
internal static class PreserveCommands
{
    public static void Preserve(Session session, string rest)
    {
        if (session.Frame.Preserved is not null)
        {
            throw new StataError(621, "already preserved");
        }

        session.Frame.Preserved = session.Data.Copy();
    }

    public static void Restore(Session session, string rest)
    {
        var options = OptionSet.Parse(rest.Trim().TrimStart(','));
        var isCancelled = options.Take("not");
        var stays = options.Take("preserve");
        options.Finish();
        var data = session.Frame.Preserved ?? throw new StataError(622, "nothing to restore");
        if (!isCancelled)
        {
            session.Data.Load(data);
        }

        session.Frame.Preserved = stays ? data : null;
    }
}
