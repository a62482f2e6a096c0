using System.Runtime.Versioning;
using StataRuns.Configuration;

namespace StataRuns.Cli.Tests.Configuration;

[UnsupportedOSPlatform("windows")] // modes and mounts are Unix matters
public sealed class DataDirectorySpecs
{
    private const UnixFileMode OnlyOwner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private const string Mounts = """
        22 1 254:0 / / rw,relatime - ext4 /dev/vda rw
        23 22 0:20 / /proc rw - proc proc rw
        40 22 0:40 / /home rw,relatime shared:1 master:2 - nfs4 server:/home rw
        41 40 0:41 / /home/ann/local rw - xfs /dev/vdb rw
        42 22 0:42 / /mnt/with\040space rw - cifs //server/share rw
        43 22 0:43 / /remote rw - fuse.sshfs ann@server: rw
        44 22 0:44 / /ntfs rw - fuseblk /dev/sdc rw
        45 22 0:45 / /again rw - ext4 /dev/vdc rw
        46 22 0:46 / /again rw - 9p host rw
        """;

    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData("/srv/stata", null)]
    [InlineData("/home/ann", "nfs4")]
    [InlineData("/home", "nfs4")]
    [InlineData("/homeland", null)]
    [InlineData("/home/ann/local/x", null)]
    [InlineData("/mnt/with space/x", "cifs")]
    [InlineData("/remote/x", "fuse.sshfs")]
    [InlineData("/ntfs/x", null)]
    [InlineData("/again/x", "9p")]
    public Task A_network_file_system_is_known_by_the_innermost_and_latest_mount(string folder, string? type) => Bounded.Run(() =>
        Assert.Equal(type, NetworkFileSystem.OfMounts(folder, Mounts.Split('\n'))));

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task A_new_folder_is_made_for_its_owner_only() => Bounded.Run(() =>
    {
        using var temporary = new TemporaryFolder();
        var prepared = DataDirectory.Prepare(Path.Join(temporary.Path, "a", "data"));
        Assert.Equal(OnlyOwner, File.GetUnixFileMode(prepared));
        Assert.Empty(Directory.EnumerateFileSystemEntries(prepared));
    });

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task An_empty_folder_that_is_open_to_others_is_closed() => Bounded.Run(() =>
    {
        using var temporary = new TemporaryFolder();
        var open = temporary.Folder("open");
        File.SetUnixFileMode(open, OnlyOwner | UnixFileMode.GroupRead | UnixFileMode.OtherExecute);
        Assert.Equal(OnlyOwner, File.GetUnixFileMode(DataDirectory.Prepare(open)));
    });

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task An_open_folder_with_other_things_in_it_is_refused_and_left_as_it_is() => Bounded.Run(() =>
    {
        using var temporary = new TemporaryFolder();
        var open = temporary.Folder("projects");
        File.WriteAllText(Path.Join(open, "thesis.tex"), "");
        var mode = OnlyOwner | UnixFileMode.GroupRead | UnixFileMode.GroupExecute;
        File.SetUnixFileMode(open, mode);
        Assert.Contains("holds other things", Refused(open), StringComparison.Ordinal);
        Assert.Equal(mode, File.GetUnixFileMode(open));
    });

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task A_file_in_its_place_is_refused() => Bounded.Run(() =>
    {
        using var temporary = new TemporaryFolder();
        Assert.Contains("is a file", Refused(temporary.File("data", "")), StringComparison.Ordinal);
    });

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task A_folder_that_cannot_be_made_is_refused_with_the_way_out() => Bounded.Run(() =>
    {
        using var temporary = new TemporaryFolder();
        var message = Refused(Path.Join(temporary.File("file", ""), "data"));
        Assert.Contains("set StataRuns:DataDirectory", message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    });

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task A_folder_that_cannot_be_written_is_refused() => Bounded.Run(() =>
        // Nobody makes files there, not even root.
        Assert.Contains("cannot be used", Refused("/proc/self/fd"), StringComparison.Ordinal));

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task A_folder_behind_links_has_its_real_name() => Bounded.Run(() =>
    {
        using var temporary = new TemporaryFolder();
        var real = temporary.Folder("real");
        var first = Path.Join(temporary.Path, "first");
        var second = Path.Join(temporary.Path, "second");
        Directory.CreateSymbolicLink(first, "real");
        Directory.CreateSymbolicLink(second, first);
        Assert.Equal(RealPath.Of(Path.Join(real, "data")), DataDirectory.Prepare(Path.Join(second, "data")));
    });

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task A_circle_of_links_ends() => Bounded.Run(() =>
    {
        using var temporary = new TemporaryFolder();
        var circle = Path.Join(temporary.Path, "circle");
        File.CreateSymbolicLink(circle, circle);
        Assert.Contains("circle of symbolic links", Refused(circle), StringComparison.Ordinal);
    });

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task A_try_out_has_a_folder_of_its_own() => Bounded.Run(() =>
    {
        Assert.EndsWith("stataruns-stand-in", DataDirectory.DefaultPath(standIn: true), StringComparison.OrdinalIgnoreCase);
        Assert.EndsWith("stataruns", DataDirectory.DefaultPath(standIn: false), StringComparison.OrdinalIgnoreCase);
    });

    private static string Refused(string path) => Assert.Throws<ConfigurationException>(() => DataDirectory.Prepare(path)).Message;
}
