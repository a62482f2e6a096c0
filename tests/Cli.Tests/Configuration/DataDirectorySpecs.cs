using System.Runtime.Versioning;
using StataRuns.Configuration;
using StataRuns.Hosts;
using StataRuns.McpFrontend.Security;
using StataRuns.Runner.Protocol;

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

    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData("control")]
    [InlineData("runs")]
    [InlineData("standard-input")]
    [InlineData("mcp-sessions")]
    [InlineData("token")]
    [InlineData("stataruns.db")]
    [InlineData("stataruns.db-wal")]
    [InlineData("service.json")]
    [InlineData("service.lock")]
    [InlineData("service.log")]
    [InlineData("stdio.log")]
    [InlineData("host")]
    [InlineData("folder-id")]
    [InlineData("control-folder")]
    [InlineData("what-a-later-version-keeps")]
    public Task A_link_in_it_is_refused_and_what_it_leads_to_is_left_as_it_is(string name) => Bounded.Run(() =>
    {
        using var temporary = new TemporaryFolder();
        var data = DataDirectory.Prepare(Path.Join(temporary.Path, "data"));
        var target = temporary.Folder("target");
        var mode = OnlyOwner | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;
        File.SetUnixFileMode(target, mode);
        Directory.CreateSymbolicLink(Path.Join(data, name), target);

        var message = Refused(data);
        Assert.Contains(Path.Join(data, name), message, StringComparison.Ordinal);
        Assert.Contains("symbolic link", message, StringComparison.Ordinal);
        Assert.Equal(mode, File.GetUnixFileMode(target));
    });

    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData("token")]
    [InlineData("service.json")]
    [InlineData("stataruns.db")]
    public Task A_folder_that_others_may_write_is_refused_with_what_it_holds_and_the_way_out(string name) => Bounded.Run(() =>
    {
        using var temporary = new TemporaryFolder();
        var data = DataDirectory.Prepare(Path.Join(temporary.Path, "data"));
        File.WriteAllText(Path.Join(data, name), "theirs");
        var open = (UnixFileMode)0x1FF;
        File.SetUnixFileMode(data, open);

        var message = Refused(data);
        Assert.Contains("may be written by other users (mode 0777)", message, StringComparison.Ordinal);
        Assert.Contains("chmod 700", message, StringComparison.Ordinal);
        Assert.Equal(open, File.GetUnixFileMode(data));

        File.SetUnixFileMode(data, OnlyOwner);
        Assert.Equal(data, DataDirectory.Prepare(data));
    });

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task What_others_may_have_written_in_it_is_refused_even_where_the_folder_is_closed_by_now() => Bounded.Run(() =>
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Only root can give a file to another user.");
        using var temporary = new TemporaryFolder();
        var data = DataDirectory.Prepare(Path.Join(temporary.Path, "data"));
        var token = Path.Join(data, "token");
        File.WriteAllText(token, "theirs");
        Owner.Give(token, 65534);

        Assert.Contains("belongs to another user", Refused(data), StringComparison.Ordinal);
        Assert.Contains("belongs to another user", Assert.Throws<ConfigurationException>(() => TokenFile.TryRead(token)).Message, StringComparison.Ordinal);
        Assert.Contains("belongs to another user", Assert.Throws<ConfigurationException>(() => ServiceRecord.TryRead(token)).Message, StringComparison.Ordinal);
    });

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task A_folder_of_another_user_is_refused() => Bounded.Run(() =>
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Only root can give a folder to another user.");
        using var temporary = new TemporaryFolder();
        var data = DataDirectory.Prepare(Path.Join(temporary.Path, "data"));
        Owner.Give(data, 65534);
        Assert.Contains("belongs to another user (number 65534", Refused(data), StringComparison.Ordinal);
    });

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task What_is_open_within_is_closed_where_nobody_could_reach_it_and_refused_where_others_could() => Bounded.Run(() =>
    {
        using var temporary = new TemporaryFolder();
        var data = DataDirectory.Prepare(Path.Join(temporary.Path, "data"));
        var sessions = Directory.CreateDirectory(Path.Join(data, "mcp-sessions")).FullName;
        File.WriteAllText(Path.Join(data, "token"), "mine");
        File.SetUnixFileMode(sessions, (UnixFileMode)0x1FF);
        DataDirectory.Prepare(data);
        Assert.Equal(OnlyOwner, File.GetUnixFileMode(sessions));

        File.SetUnixFileMode(sessions, (UnixFileMode)0x1FF);
        File.SetUnixFileMode(data, OnlyOwner | UnixFileMode.OtherExecute | UnixFileMode.OtherRead);
        Assert.Contains(sessions, Refused(data), StringComparison.Ordinal);
    });

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task A_token_or_an_address_is_not_believed_by_way_of_a_link_a_pipe_or_an_open_mode() => Bounded.Run(() =>
    {
        using var temporary = new TemporaryFolder();
        var real = temporary.File("real", "secret");
        File.SetUnixFileMode(real, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Assert.Equal("secret", TokenFile.TryRead(real));

        var link = Path.Join(temporary.Path, "token");
        File.CreateSymbolicLink(link, real);
        Assert.Contains("symbolic link", Assert.Throws<ConfigurationException>(() => TokenFile.TryRead(link)).Message, StringComparison.Ordinal);
        Assert.Contains("symbolic link", Assert.Throws<ConfigurationException>(() => ServiceRecord.TryRead(link)).Message, StringComparison.Ordinal);

        File.SetUnixFileMode(real, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherWrite);
        Assert.Contains("may be written by other users", Assert.Throws<ConfigurationException>(() => TokenFile.TryRead(real)).Message, StringComparison.Ordinal);
        Assert.Null(TokenFile.TryRead(Path.Join(temporary.Path, "none")));

        var pipe = Path.Join(temporary.Path, "pipe");
        using (var made = System.Diagnostics.Process.Start("mkfifo", pipe))
        {
            made.WaitForExit();
        }

        Assert.Contains("no ordinary file", Assert.Throws<ConfigurationException>(() => TokenFile.TryRead(pipe)).Message, StringComparison.Ordinal);
    });

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task A_private_folder_is_made_and_closed_and_never_by_way_of_a_link() => Bounded.Run(() =>
    {
        using var temporary = new TemporaryFolder();
        var open = temporary.Folder("open");
        File.SetUnixFileMode(open, (UnixFileMode)0x1FF);
        var link = Path.Join(temporary.Path, "link");
        Directory.CreateSymbolicLink(link, open);
        Assert.Contains("symbolic link", Assert.Throws<IOException>(() => PrivateFolder.Make(link)).Message, StringComparison.Ordinal);
        Assert.Equal((UnixFileMode)0x1FF, File.GetUnixFileMode(open));
        PrivateFolder.Make(open);
        Assert.Equal(OnlyOwner, File.GetUnixFileMode(open));
        Assert.Contains("no folder", Assert.Throws<IOException>(() => PrivateFolder.Make(temporary.File("file", ""))).Message, StringComparison.Ordinal);
        PrivateFolder.Make(Path.Join(temporary.Path, "new"));
        Assert.Equal(OnlyOwner, File.GetUnixFileMode(Path.Join(temporary.Path, "new")));
    });

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task A_file_that_is_written_whole_is_never_written_through_a_link() => Bounded.Run(() =>
    {
        using var temporary = new TemporaryFolder();
        var other = temporary.File("other", "untouched");
        var path = Path.Join(temporary.Path, "record");
        File.CreateSymbolicLink(path + ".new", other);
        DurableFile.Replace(path, "text"u8);
        Assert.Equal("untouched", File.ReadAllText(other));
        Assert.Equal("text", File.ReadAllText(path));
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
