using StataRuns.StandIn.Graphs;
using StataRuns.StandIn.Graphs.Pages;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands.Graphs;

/// <summary>What becomes of a graph that a command has made: it goes into memory, and into a file if that is wanted.</summary>
internal static class GraphStore
{
    /// <summary>Before anything is computed: a name that is taken is an error.</summary>
    public static void Check(Session session, GraphOptions options)
    {
        if (!options.Replaces && session.Graphs.Find(options.Name) is not null)
        {
            throw new StataError(110, $"graph {options.Name} already exists");
        }
    }

    public static void Put(Session session, GraphOptions options, Page page)
    {
        session.Graphs.Put(options.Name, page, options.IsDrawn);
        if (options.Saving is { } saving)
        {
            GraphFileCommands.Save(session, page, saving);
        }
    }
}
