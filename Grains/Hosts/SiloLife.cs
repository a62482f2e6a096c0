using System.Globalization;
using StataRuns.Output;
using StataRuns.Runner.Protocol;

namespace StataRuns.Hosts;

/// <summary>
/// How often a silo was started on this data folder: a number in a file, raised at each start. With it versions of snapshots grow from
/// one activation of a run's grain to the next, and over restarts, without a write for each run and without the wall clock.
/// </summary>
/// <remarks>
/// Version counters begin at <see cref="FirstCounter"/>: the start's number, then the milliseconds since the start. Of two activations
/// on this data folder the later one begins higher: in a later start by the number (the folder has one owner at a time, by its lock),
/// in the same one by the time that went by on a clock which does not go back. Counters are raised far less than a thousand times a
/// second, so no activation reaches the beginning of the next.
/// </remarks>
internal sealed class SiloLife(int number, TimeProvider time)
{
    private const int BitsOfMoment = 42; // 139 years
    private const int LargestNumber = (1 << (63 - BitsOfMoment)) - 2;

    private readonly long _begun = time.GetTimestamp();

    /// <summary>Where an activation that begins now starts to count; above all that an earlier one gave out.</summary>
    public long FirstCounter => ((long)number << BitsOfMoment) + (long)time.GetElapsedTime(_begun).TotalMilliseconds;

    /// <summary>The next start of the folder's silo; the caller holds the folder's lock.</summary>
    /// <remarks>
    /// Nothing durable hangs on the number. If the file is gone, or could not be written at the start before, whoever followed a waiting run
    /// over that restart sees its position move only when it starts: every activation's first write raises the epoch as well. So a disk
    /// that is full keeps no silo from its runs.
    /// </remarks>
    public static SiloLife Begin(HostSettings settings, TimeProvider time)
    {
        var path = Path.Combine(settings.DataDirectory, "starts");
        var number = 1;
        try
        {
            number = Last(path) + 1;
            PrivateFile.Write(path, string.Create(CultureInfo.InvariantCulture, $"{number}\n"));
            DurableFile.FlushFolder(settings.DataDirectory);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // See above. Whatever else cannot be written says so itself.
        }

        return new SiloLife(number, time);
    }

    private static int Last(string path) =>
        OutputFile.TryReadSmall(path) is { } bytes
        && int.TryParse(bytes, NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var number)
        && number is >= 0 and < LargestNumber ? number : 0;
}
