namespace StataRuns.Runner.Protocol.Spawning;

/// <summary>The numbers of the system's headers (spawn.h, fcntl.h). macOS has its own; they were not tried.</summary>
internal static class SpawnNumbers
{
    /// <summary>Room for the system's opaque structures; the largest known one has 336 bytes.</summary>
    public const int OpaqueBytes = 512;

    public const int ReadOnly = 0;

    private const short SetSignalDefaults = 0x04;
    private const short SetSignalMask = 0x08;

    // A new session is a new process group too, and has no terminal whose Ctrl-C could reach it.
    private static short SetSession => OperatingSystem.IsMacOS() ? (short)0x0400 : (short)0x80;

    // Linux has a file action for it; on macOS it's a flag.
    private static short CloseAllElse => OperatingSystem.IsMacOS() ? (short)0x4000 : (short)0;

    public static short Flags => (short)(SetSignalDefaults + SetSignalMask + SetSession + CloseAllElse);

    /// <summary>O_WRONLY | O_CREAT | O_APPEND.</summary>
    public static int AppendOrCreate => OperatingSystem.IsMacOS() ? 0x0001 | 0x0200 | 0x0008 : 0x0001 | 0x0040 | 0x0400;
}
