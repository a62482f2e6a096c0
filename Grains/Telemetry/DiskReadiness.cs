using System.Runtime.InteropServices;
using StataRuns.Hosts;

namespace StataRuns.Telemetry;

/// <summary>
/// Ready while the data folder's disk takes writes. Asking writes nothing where a state was written in the last half minute, the file
/// system does not say that it is read-only or full, and no write has failed since. Else a small file is written and removed: a disk that
/// its kernel has shut after an error still calls itself writable, and what was wrong may be so no more.
/// </summary>
internal sealed partial class DiskReadiness(HostSettings settings, TimeProvider time) : IReadiness
{
    private const int MayWrite = 2; // W_OK

    // Less is as good as full: one state with its row and log takes some tens of kilobytes.
    private const long LeastRoom = 1024 * 1024;
    private const int ProbeBytes = 64 * 1024;

    private readonly string _probe = Path.Combine(settings.DataDirectory, $"write-probe-{Environment.ProcessId}");
    private static readonly TimeSpan Trust = TimeSpan.FromSeconds(30);

    private volatile bool _hasFailed;
    private long _written = long.MinValue;

    /// <summary>A write failed. What had another reason than the disk's counts for nothing.</summary>
    public void Failed(Exception failure) => _hasFailed |= IsOfDisk(failure);

    /// <summary>A write succeeded.</summary>
    public void Succeeded()
    {
        _hasFailed = false;
        Interlocked.Exchange(ref _written, time.GetTimestamp());
    }

    /// <inheritdoc/>
    public Task<string?> WaitsForAsync(CancellationToken cancellation) => Task.Run(Trouble, cancellation);

    private string? Trouble()
    {
        if (!_hasFailed && IsTrusted() && IsWritable() && HasRoom())
        {
            return null;
        }

        try
        {
            using (var file = File.OpenHandle(
                _probe, FileMode.Create, FileAccess.Write, FileShare.None, FileOptions.DeleteOnClose))
            {
                RandomAccess.Write(file, new byte[ProbeBytes], 0);
                RandomAccess.FlushToDisk(file);
            }

            Succeeded();
            return null;
        }
        catch (Exception e) when (DiskTrouble.Of(e) is not null)
        {
            return $"waiting for the disk of {settings.DataDirectory}: {DiskTrouble.Of(e)} Runs go on and can be stopped; new ones are not accepted";
        }
    }

    private bool IsTrusted() => Interlocked.Read(ref _written) is var written and not long.MinValue && time.GetElapsedTime(written) < Trust;

    private bool IsWritable() => OperatingSystem.IsWindows() || Access(settings.DataDirectory, MayWrite) == 0;

    private bool HasRoom()
    {
        try
        {
            return new DriveInfo(settings.DataDirectory).AvailableFreeSpace >= LeastRoom;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return false; // it cannot be said: the probe can
        }
    }

    private static bool IsOfDisk(Exception failure) => failure is not Npgsql.NpgsqlException && failure.InnerException is not Npgsql.NpgsqlException;

    [LibraryImport("libc", EntryPoint = "access", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Access(string path, int mode);
}
