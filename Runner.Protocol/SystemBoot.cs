using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace StataRuns.Runner.Protocol;

/// <summary>Which boot of the machine this is. After another one, no process of before can be alive, whatever its number.</summary>
public static partial class SystemBoot
{
    /// <summary>The boot's id; never empty.</summary>
    public static string Id { get; } = Read();

    /// <summary>The time since the machine's start, sleep included where the system tells (Linux): no setting of a clock changes it.</summary>
    public static TimeSpan Uptime => OperatingSystem.IsLinux()
        ? TimeSpan.FromSeconds(double.Parse(File.ReadAllText("/proc/uptime").Split(' ')[0], CultureInfo.InvariantCulture))
        : TimeSpan.FromMilliseconds(Environment.TickCount64);

    private static string Read()
    {
        if (OperatingSystem.IsLinux())
        {
            return File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim();
        }

        // macOS was not tried. Windows has no such id; its process start times are dates and distinguish boots by themselves.
        return OperatingSystem.IsMacOS() ? ReadMac() : "none";
    }

    private static unsafe string ReadMac()
    {
        Span<byte> value = stackalloc byte[64];
        var length = (nuint)value.Length;
        fixed (byte* start = value)
        {
            if (SysctlByName("kern.bootsessionuuid", start, &length, null, 0) != 0)
            {
                throw new IOException($"The boot's id cannot be read: {Marshal.GetLastPInvokeErrorMessage()}");
            }
        }

        return Encoding.ASCII.GetString(value[..(int)length]).TrimEnd('\0');
    }

    [LibraryImport("libc", EntryPoint = "sysctlbyname", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial int SysctlByName(string name, void* oldValue, nuint* oldLength, void* newValue, nuint newLength);
}
