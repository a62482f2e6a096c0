using System.Globalization;
using System.Text;
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
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It is somebody else's.</exception>
    public static SiloLife Begin(HostSettings settings, TimeProvider time)
    {
        var path = Path.Combine(settings.DataDirectory, "starts");
        var number = Last(path) + 1;
        PrivateFile.Write(path, string.Create(CultureInfo.InvariantCulture, $"{number}\n"));
        DurableFile.FlushFolder(settings.DataDirectory);
        return new SiloLife(number, time);
    }

    /// <summary>
    /// The number of the start before this one. If the file is gone or holds none, counting begins anew: whoever followed a waiting run
    /// over this restart sees its position move only when it starts, since every write of an activation raises the epoch as well.
    /// </summary>
    private static int Last(string path)
    {
        try
        {
            return int.TryParse(File.ReadAllText(path, Encoding.UTF8), NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var number)
                && number is >= 0 and < LargestNumber ? number : 0;
        }
        catch (FileNotFoundException)
        {
            return 0;
        }
    }
}
