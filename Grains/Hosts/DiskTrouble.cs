using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;
using StataRuns.Storage;

namespace StataRuns.Hosts;

/// <summary>What went wrong with a disk, or with the database that is to keep what a disk would, for the one whose run it stopped.</summary>
internal static class DiskTrouble
{
    private const int NoSpace = 28; // ENOSPC, which .NET on Unix passes on as HResult
    private const int WindowsDiskFull = unchecked((int)0x80070070);
    private const int SqliteFull = 13, SqliteIoError = 10, SqliteReadOnly = 8;

    /// <summary>A sentence; null if it was no such trouble.</summary>
    public static string? Of(Exception exception)
    {
        for (var e = exception; e is not null; e = e.InnerException)
        {
            switch (e)
            {
                case NpgsqlException database:
                    return DatabaseTrouble.Of(database);
                case IOException { HResult: NoSpace or WindowsDiskFull }:
                case SqliteException { SqliteErrorCode: SqliteFull }:
                    return "The disk is full.";
                case SqliteException { SqliteErrorCode: SqliteIoError or SqliteReadOnly }:
                case DbException { InnerException: IOException }:
                case IOException:
                case UnauthorizedAccessException:
                    return $"The disk cannot be written ({e.Message}).";
            }
        }

        return null;
    }
}
