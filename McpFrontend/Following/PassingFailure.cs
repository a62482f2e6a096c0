using System.Net.Sockets;
using Orleans.Runtime;

namespace StataRuns.McpFrontend.Following;

/// <summary>Failures of a call to a grain that say nothing about the run: the silo restarts, is busy, or is not there yet.</summary>
internal static class PassingFailure
{
    /// <summary>Is it worth trying again?</summary>
    public static bool Is(Exception failure) => failure switch
    {
        OrleansException or TimeoutException or IOException or SocketException => true,
        // A grain's own storage failed (a full disk, a database that is busy): it says so by what the provider throws.
        System.Data.Common.DbException => true,
        // What Orleans throws when it is called before its start or behind its end; a cancelled call is the same from the other side.
        InvalidOperationException or OperationCanceledException => true,
        AggregateException several => several.InnerExceptions.All(Is),
        _ => false,
    };
}
