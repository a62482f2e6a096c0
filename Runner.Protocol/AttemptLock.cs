namespace StataRuns.Runner.Protocol;

/// <summary>
/// The lock that a runner holds for its life: it goes with the process, however that ends. The file stays; deleting it would let two
/// hold "the" lock.
/// </summary>
public static class AttemptLock
{
    private const int WouldBlockOnLinux = 11;
    private const int WouldBlockOnMac = 35;
    private const int SharingViolation = unchecked((int)0x80070020);

    /// <summary>Takes the lock, or returns null if somebody else has it.</summary>
    /// <exception cref="IOException">The file cannot be created or opened at all.</exception>
    public static FileStream? TryTake(AttemptFolder folder)
    {
        try
        {
            return new FileStream(folder.Lock, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
        }
        catch (IOException e) when (e.HResult is WouldBlockOnLinux or WouldBlockOnMac or SharingViolation)
        {
            return null;
        }
    }

    /// <summary>Does a runner of this attempt live? The answer may be old when it arrives.</summary>
    public static bool IsHeld(AttemptFolder folder)
    {
        if (!File.Exists(folder.Lock))
        {
            return false;
        }

        using var taken = TryTake(folder);
        return taken is null;
    }
}
