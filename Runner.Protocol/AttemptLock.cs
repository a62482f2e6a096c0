using System.Runtime.InteropServices;

namespace StataRuns.Runner.Protocol;

/// <summary>
/// The lock that a runner holds for its life: it goes with the process, however that ends. The file stays; deleting it would let two
/// hold "the" lock.
/// </summary>
public static partial class AttemptLock
{
    private const int WouldBlockOnLinux = 11;
    private const int WouldBlockOnMac = 35;
    private const int ExclusiveWithoutWaiting = 2 | 4; // LOCK_EX | LOCK_NB
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
    public static bool IsHeld(AttemptFolder folder) => Ask(folder) == AttemptLockAnswer.Held;

    /// <summary>
    /// Is the lock held? The run can have put anything in its place, or taken the right to open it away: then it cannot be
    /// said, and nothing waits.
    /// </summary>
    /// <exception cref="IOException">This process has no descriptor or memory left now.</exception>
    public static AttemptLockAnswer Ask(AttemptFolder folder)
    {
        switch (FileStatus.TryAsk(folder.Lock, out _))
        {
            case FileEntryAnswer.Absent:
                return AttemptLockAnswer.Free;
            case FileEntryAnswer.Unknown:
                return AttemptLockAnswer.Unknown;
        }

        if (OperatingSystem.IsWindows())
        {
            using var taken = TryTake(folder);
            return taken is null ? AttemptLockAnswer.Held : AttemptLockAnswer.Free;
        }

        using var file = AttemptFile.TryOpen(folder.Lock);
        if (file is null)
        {
            return AttemptLockAnswer.Unknown;
        }

        // The lock that .NET's FileShare.None takes; it goes with the descriptor.
        if (Flock((int)file.DangerousGetHandle(), ExclusiveWithoutWaiting) == 0)
        {
            return AttemptLockAnswer.Free;
        }

        return Marshal.GetLastPInvokeError() is WouldBlockOnLinux or WouldBlockOnMac ? AttemptLockAnswer.Held : AttemptLockAnswer.Unknown;
    }

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    private static partial int Flock(int file, int operation);
}

/// <summary>What is known of an attempt's lock.</summary>
public enum AttemptLockAnswer
{
    /// <summary>A runner holds it: it lives.</summary>
    Held,

    /// <summary>It is free.</summary>
    Free,

    /// <summary>It cannot be said: what lies there is no file that can be opened.</summary>
    Unknown,
}
