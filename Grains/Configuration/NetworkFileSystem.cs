namespace StataRuns.Configuration;

/// <summary>Tells whether a folder is on another machine: there flock, rename and fsync promise less than durable runs need.</summary>
internal static class NetworkFileSystem
{
    private static readonly HashSet<string> Types = new(StringComparer.OrdinalIgnoreCase)
    {
        "nfs", "nfs3", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "ncpfs", "9p", "afs", "afpfs", "auristorfs", "coda", "ceph", "lustre",
        "beegfs", "beegfs_nodev", "fhgfs", "gpfs", "panfs", "orangefs", "pvfs2", "gfs2", "ocfs2", "glusterfs", "webdav", "davfs", "davfs2",
    };

    /// <summary>Local file systems that come by way of FUSE; any other one may be sshfs or a cloud's folder.</summary>
    private static readonly HashSet<string> LocalFuse = new(StringComparer.OrdinalIgnoreCase)
    {
        "fuseblk", "fuse.fuse-overlayfs", "fuse.overlayfs", "fuse.ntfs-3g", "fuse.exfat", "fuse.bindfs", "fuse.gocryptfs", "fuse.encfs",
        "fuse.mergerfs", "fuse.unionfs", "fuse.unionfs-fuse",
    };

    /// <summary>The type of the network file system that holds an existing folder, or null if it is a local one.</summary>
    public static string? Of(string folder)
    {
        if (OperatingSystem.IsLinux())
        {
            return OfMounts(folder, File.ReadLines("/proc/self/mountinfo"));
        }

        if (OperatingSystem.IsWindows() && folder.StartsWith(@"\\", StringComparison.Ordinal))
        {
            return "a share";
        }

        try
        {
            var drive = DriveInfo.GetDrives()
                .Where(drive => IsWithin(folder, drive.Name))
                .MaxBy(drive => drive.Name.Length);
            return drive is null || (drive.DriveType != DriveType.Network && !IsNetwork(drive.DriveFormat)) ? null : drive.DriveFormat;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A drive that is away cannot be asked; what is kept on it will say so by itself.
            return null;
        }
    }

    /// <summary>Where the network file system that holds a path is mounted, told by the path's text alone, so that a disk that is away is not asked; null for a local one. Linux only.</summary>
    public static string? MountPointOf(string path) =>
        OperatingSystem.IsLinux() && Innermost(path, File.ReadLines("/proc/self/mountinfo")) is { } mount && IsNetwork(mount.Type) ? mount.Point : null;

    /// <summary>The same by the lines of Linux' mountinfo: of the mounts that hold the folder, the innermost, and the latest of these.</summary>
    public static string? OfMounts(string folder, IEnumerable<string> mountInfo) =>
        Innermost(folder, mountInfo) is { } mount && IsNetwork(mount.Type) ? mount.Type : null;

    private static (string Point, string Type)? Innermost(string folder, IEnumerable<string> mountInfo)
    {
        (string Point, string Type)? found = null;
        foreach (var line in mountInfo)
        {
            // 36 35 98:0 /root /mount/point rw,noatime master:1 - type source options
            var fields = line.Split(' ');
            var separator = Array.IndexOf(fields, "-");
            if (fields.Length < 6 || separator < 0 || separator + 1 >= fields.Length)
            {
                continue;
            }

            var mountPoint = Unescape(fields[4]);
            if (mountPoint.Length >= (found?.Point.Length ?? -1) && IsWithin(folder, mountPoint))
            {
                found = (mountPoint, fields[separator + 1]);
            }
        }

        return found;
    }

    private static bool IsNetwork(string type) =>
        Types.Contains(type) || (type.StartsWith("fuse", StringComparison.OrdinalIgnoreCase) && !LocalFuse.Contains(type));

    private static bool IsWithin(string folder, string mountPoint) =>
        mountPoint == "/" || folder == mountPoint
        || folder.StartsWith(Path.TrimEndingDirectorySeparator(mountPoint) + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    /// <summary>Mountinfo writes space, tab, newline and backslash in octal.</summary>
    private static string Unescape(string text) => text
        .Replace(@"\040", " ", StringComparison.Ordinal)
        .Replace(@"\011", "\t", StringComparison.Ordinal)
        .Replace(@"\012", "\n", StringComparison.Ordinal)
        .Replace(@"\134", @"\", StringComparison.Ordinal);
}
