using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace StataRuns.McpFrontend.Cli.Servers;

/// <summary>
/// The terminal's echo, switched off until this is disposed of. It is off before the prompt appears and for whole lines, as <c>getpass</c> does it: .NET's own reading of keys
/// leaves what is pasted early, or between two keys, to be shown.
/// </summary>
internal sealed partial class TerminalEcho : IDisposable
{
    private const int StandardInput = 0;
    private const int AfterOutputAndDiscardInput = 2; // TCSAFLUSH
    private const uint Echo = 0x8;

    // <termios.h>: four fields of 32 bits on Linux, of 64 bits on macOS, the last of them the local modes. The structure has less than 100 bytes.
    private const int Room = 256;
    private static readonly int LocalModes = OperatingSystem.IsMacOS() ? 24 : 12;

    private readonly byte[] _before;
    private readonly List<PosixSignalRegistration> _signals = [];

    private TerminalEcho(byte[] before)
    {
        _before = before;

        // A shell whose terminal shows nothing any more is what Ctrl-C would leave behind.
        foreach (var signal in (PosixSignal[])[PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP, PosixSignal.SIGQUIT])
        {
            _signals.Add(PosixSignalRegistration.Create(signal, _ => Restore()));
        }
    }

    /// <summary>Switches it off.</summary>
    /// <returns>Null where that cannot be done.</returns>
    public static TerminalEcho? TryOff()
    {
        var before = new byte[Room];
        if (OperatingSystem.IsWindows() || GetModes(StandardInput, before) != 0)
        {
            return null;
        }

        var echo = new TerminalEcho(before);
        var silent = before.ToArray();
        var modes = silent.AsSpan(LocalModes);
        BinaryPrimitives.WriteUInt32LittleEndian(modes, BinaryPrimitives.ReadUInt32LittleEndian(modes) & ~Echo);
        if (SetModes(StandardInput, AfterOutputAndDiscardInput, silent) == 0)
        {
            return echo;
        }

        echo.Dispose();
        return null;
    }

    public void Dispose()
    {
        Restore();
        _signals.ForEach(signal => signal.Dispose());
    }

    private void Restore() => SetModes(StandardInput, AfterOutputAndDiscardInput, _before);

    [LibraryImport("libc", EntryPoint = "tcgetattr")]
    private static partial int GetModes(int descriptor, [Out] byte[] modes);

    [LibraryImport("libc", EntryPoint = "tcsetattr")]
    private static partial int SetModes(int descriptor, int when, [In] byte[] modes);
}
