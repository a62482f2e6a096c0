using System.Net.Sockets;
using System.Runtime.Versioning;
using System.Text;
using StataRuns.Hosts;
using StataRuns.Runs;

namespace StataRuns.Grains.Tests.Runs;

[UnsupportedOSPlatform("windows")]
public sealed class ControlSocketSpecs : IDisposable
{
    private const UnixFileMode OnlyOwner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const int LongestSocketPath = 103;

    private readonly TemporaryFolder _folder = new();
    private readonly RunId _id = RunId.New("lab2", DateTimeOffset.UtcNow);
    private readonly HashSet<string> _made = [];

    public void Dispose()
    {
        foreach (var place in _made)
        {
            if (Directory.Exists(place))
            {
                Directory.Delete(place, recursive: new DirectoryInfo(place).LinkTarget is null);
            }

            File.Delete(place);
        }

        _folder.Dispose();
    }

    [Theory(Timeout = 20_000)]
    [InlineData("data")]
    [InlineData("an unusually long name of a folder for an unusually long name of a project of an unusually long name of a laboratory")]
    [InlineData("資料夾資料夾資料夾資料夾資料夾資料夾資料夾資料夾")]
    public async Task A_socket_can_be_bound_however_long_the_data_folders_path_is(string name)
    {
        var settings = Settings(name);

        var path = Prepare(settings, 12);

        Assert.InRange(Encoding.UTF8.GetByteCount(path), 1, LongestSocketPath);
        Assert.Equal(OnlyOwner, File.GetUnixFileMode(Path.GetDirectoryName(path)!));
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen();
        using var client = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await client.ConnectAsync(new UnixDomainSocketEndPoint(RunFolder.ControlSocket(settings with { }, _id, 12)), TestContext.Current.CancellationToken);
    }

    [Fact(Timeout = 20_000)]
    public Task A_later_service_finds_the_same_place_and_another_data_folder_has_its_own()
    {
        var (first, second) = (Settings(Long('a')), Settings(Long('b')));
        var path = Prepare(first, 1);

        Assert.Equal(path, Prepare(first, 1));
        Assert.Equal(Path.GetDirectoryName(path), Path.GetDirectoryName(Prepare(first, 2)));
        Assert.Equal(path, RunFolder.ControlSocket(Settings(Long('a')), _id, 1));
        Assert.NotEqual(Path.GetDirectoryName(path), Path.GetDirectoryName(Prepare(second, 1)));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Record(first)));
        return Task.CompletedTask;
    }

    [Fact(Timeout = 20_000)]
    public async Task To_ask_for_the_path_makes_nothing_and_what_was_never_made_is_not_there()
    {
        var settings = Settings(Long('a'));

        var path = RunFolder.ControlSocket(settings, _id, 1);

        Assert.Empty(Directory.EnumerateFileSystemEntries(settings.DataDirectory));
        using var client = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await Assert.ThrowsAnyAsync<SocketException>(async () =>
            await client.ConnectAsync(new UnixDomainSocketEndPoint(path), TestContext.Current.CancellationToken));
    }

    [Theory(Timeout = 20_000)]
    [InlineData("link")]
    [InlineData("file")]
    [InlineData("foreign")]
    [InlineData("relative")]
    [InlineData("garbage")]
    public Task A_place_that_is_not_our_own_is_never_used_and_a_new_one_is_made(string what)
    {
        var settings = Settings(Long('a'));
        var bad = Path.GetDirectoryName(Prepare(settings, 1))!;
        bad = Spoil(what, settings, bad);

        Assert.StartsWith("/dev/null/", RunFolder.ControlSocket(settings, _id, 1), StringComparison.Ordinal);
        var made = Path.GetDirectoryName(Prepare(settings, 1))!;

        Assert.NotEqual(bad, made);
        Assert.Equal(OnlyOwner, File.GetUnixFileMode(made));
        Assert.Equal(made, Path.GetDirectoryName(RunFolder.ControlSocket(settings, _id, 1)));
        return Task.CompletedTask;
    }

    [Fact(Timeout = 20_000)]
    public Task A_place_that_was_swept_away_is_made_again_for_the_runners_that_look_for_it_there()
    {
        var settings = Settings(Long('a'));
        var path = Prepare(settings, 1);
        Directory.Delete(Path.GetDirectoryName(path)!);

        Assert.Equal(path, RunFolder.ControlSocket(settings, _id, 1));
        Assert.Equal(path, Prepare(settings, 1));
        Assert.Equal(OnlyOwner, File.GetUnixFileMode(Path.GetDirectoryName(path)!));
        return Task.CompletedTask;
    }

    [Fact(Timeout = 20_000)]
    public Task A_place_that_was_opened_to_others_is_closed_and_kept_for_the_runners_in_it()
    {
        var settings = Settings(Long('a'));
        var place = Path.GetDirectoryName(Prepare(settings, 1))!;
        File.SetUnixFileMode(place, OnlyOwner | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);

        Assert.Equal(place, Path.GetDirectoryName(Prepare(settings, 2)));
        Assert.Equal(OnlyOwner, File.GetUnixFileMode(place));
        return Task.CompletedTask;
    }

    [Fact(Timeout = 20_000)]
    public async Task Runs_that_start_at_once_agree_on_one_place()
    {
        var settings = Settings(Long('a'));

        var places = await Task.WhenAll(Enumerable.Range(1, 20).Select(attempt => Task.Run(
            () =>
            {
                RunFolder.Of(settings, _id).CreateAttempt(attempt);
                return Path.GetDirectoryName(RunFolder.ControlSocket(settings, _id, attempt))!;
            },
            TestContext.Current.CancellationToken)));

        _made.UnionWith(places);
        Assert.Single(places.Distinct());
    }

    /// <summary>Makes the remembered place bad, and tells which place must not be used now.</summary>
    private string Spoil(string what, HostSettings settings, string place)
    {
        switch (what)
        {
            case "link":
                Directory.Delete(place);
                Directory.CreateDirectory(_folder["target"]);
                File.CreateSymbolicLink(place, _folder["target"]);
                break;
            case "file":
                Directory.Delete(place);
                File.WriteAllText(place, "");
                break;
            case "foreign" when Environment.IsPrivilegedProcess:
                Unix.GiveToNobody(place);
                break;
            case "foreign":
                File.WriteAllText(Record(settings), "/usr");
                break;
            case "relative":
                File.WriteAllText(Record(settings), ".");
                break;
            case "garbage":
                File.WriteAllBytes(Record(settings), [0xff, 0, 0xff]);
                break;
        }

        return what switch
        {
            "foreign" when !Environment.IsPrivilegedProcess => "/usr",
            "relative" => ".",
            _ => place,
        };
    }

    private static string Record(HostSettings settings) => Path.Combine(settings.DataDirectory, "control-folder");

    private static string Long(char letter) => new(letter, 120);

    private string Prepare(HostSettings settings, int attempt)
    {
        RunFolder.Of(settings, _id).CreateAttempt(attempt);
        var path = RunFolder.ControlSocket(settings, _id, attempt);
        if (!path.StartsWith(_folder.Path, StringComparison.Ordinal))
        {
            _made.Add(Path.GetDirectoryName(path)!);
        }

        return path;
    }

    private HostSettings Settings(string name)
    {
        Directory.CreateDirectory(_folder[name]);
        return new HostSettings { DataDirectory = _folder[name], Host = "lab2", MaxConcurrent = 1, MaxOutputBytes = 1 };
    }
}
