using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace StataRuns.Hosts;

/// <summary>The file systems that are no disk: what is read there is made up by the kernel, and often about the process that reads (statfs(2), linux/magic.h).</summary>
internal static partial class KernelFileSystem
{
    private static readonly HashSet<uint> Types =
    [
        0x9fa0, // proc
        0x62656572, // sysfs
        0x1cd1, // devpts
        0x63677270, 0x27e0eb, // cgroup2, cgroup
        0x64626720, 0x74726163, // debugfs, tracefs
        0x73636673, 0xf97cff8c, 0x43415d53, 0x5a3c69f0, // securityfs, selinux, smack, apparmor
        0xcafe4a11, 0x6165676c, 0xde5e81e4, 0x62656570, // bpf, pstore, efivarfs, configfs
        0x19800202, 0x6e736673, 0x50495045, 0x534f434b, 0x09041934, // mqueue, nsfs, pipefs, sockfs, anonymous inodes
        0x42494e4d, 0x65735543, 0x67596969, // binfmt_misc, fusectl, rpc_pipefs
    ];

    /// <summary>Does an opened file lie on one of them?</summary>
    public static bool Holds(SafeFileHandle file)
    {
        if (!OperatingSystem.IsLinux())
        {
            return false;
        }

        // struct statfs begins with the type, a machine word; 120 bytes on 64-bit machines.
        Span<byte> status = stackalloc byte[256];
        var held = false;
        try
        {
            file.DangerousAddRef(ref held);
            return Status((int)file.DangerousGetHandle(), status) == 0 && Types.Contains((uint)MemoryMarshal.Read<nint>(status));
        }
        finally
        {
            if (held)
            {
                file.DangerousRelease();
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "fstatfs", SetLastError = true)]
    private static partial int Status(int descriptor, Span<byte> status);
}
