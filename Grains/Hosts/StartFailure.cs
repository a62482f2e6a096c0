using System.Data.Common;
using System.Net.Sockets;
using StataRuns.Configuration;
using StataRuns.Storage;

namespace StataRuns.Hosts;

/// <summary>Why a service or a silo could not start, for whoever started it.</summary>
internal static class StartFailure
{
    /// <summary>A sentence; null for what nobody expected, which deserves its stack trace.</summary>
    public static string? Reason(Exception failure) => failure switch
    {
        StartException or SchemaException or ConfigurationException => failure.Message,
        SocketException => $"It cannot listen: {failure.Message}.",
        DbException => $"Its database cannot be used: {DiskTrouble.Of(failure) ?? failure.Message}",
        IOException or UnauthorizedAccessException => $"It cannot start: {failure.Message}",
        AggregateException { InnerExceptions: [{ } only] } => Reason(only),
        { InnerException: { } inner } => Reason(inner),
        _ => null,
    };
}
