using StataRuns.Configuration;
using StataRuns.McpFrontend.Cli.Servers;

namespace StataRuns.Cli.Tests.Servers;

/// <summary>The file with the keys.</summary>
public sealed class KeptServersSpecs : IDisposable
{
    private const string Lab = "https://lab.example.org:4000";
    private const string Other = "https://other.example.org";

    private readonly TemporaryFolder _folder = new();
    private readonly KeptServers _kept;

    public KeptServersSpecs() => _kept = new KeptServers(Path.Join(_folder.Path, "config", "stataruns"));

    public void Dispose() => _folder.Dispose();

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task No_other_user_can_read_it_from_its_first_moment_on()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no modes.");
        if (!OperatingSystem.IsWindows())
        {
            _kept.Keep(Lab, new KeptServer("key", "ann"));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_kept.FilePath));
            Assert.Equal(
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.GetDirectoryName(_kept.FilePath)!));
            Assert.Single(Directory.GetFileSystemEntries(Path.GetDirectoryName(_kept.FilePath)!));

            File.SetUnixFileMode(_kept.FilePath, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
            Assert.Contains("chmod 600", Assert.Throws<ConfigurationException>(() => _kept.Find(Lab)).Message, StringComparison.Ordinal);
        }

        return Task.CompletedTask;
    }

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task There_is_one_entry_a_server_and_the_last_login_is_the_default()
    {
        Assert.Null(_kept.Default);
        _kept.Keep(Lab, new KeptServer("first", "ann"));
        _kept.Keep(Other, new KeptServer("other", "bob"));
        _kept.Keep(Lab, new KeptServer("second", "ann"));
        Assert.Equal(Lab, _kept.Default);
        Assert.Equal([Lab, Other], _kept.Urls);
        Assert.Equal(new KeptServer("second", "ann"), _kept.Find(Lab));
        return Task.CompletedTask;
    }

    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task A_logout_forgets_the_key_and_no_other_and_chooses_no_other_server()
    {
        _kept.Keep(Other, new KeptServer("key-of-other", "bob"));
        _kept.Keep(Lab, new KeptServer("key-of-lab", "ann"));
        Assert.True(_kept.Forget(Lab));
        Assert.False(_kept.Forget(Lab));
        Assert.Null(_kept.Default);
        Assert.Equal([Other], _kept.Urls);
        Assert.DoesNotContain("key-of-lab", await File.ReadAllTextAsync(_kept.FilePath, TestContext.Current.CancellationToken), StringComparison.Ordinal);

        _kept.Keep(Lab, new KeptServer("again", "ann"));
        Assert.True(_kept.Forget(Other));
        Assert.Equal(Lab, _kept.Default);
    }

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task An_account_without_a_home_folder_has_no_login_and_is_told_so_only_when_it_wants_one()
    {
        var none = new KeptServers(null);
        Assert.Null(none.Default);
        Assert.Null(none.Find(Lab));
        Assert.False(none.Forget(Lab));
        Assert.Contains("XDG_CONFIG_HOME", Assert.Throws<ConfigurationException>(() => none.Keep(Lab, new KeptServer("key", "ann"))).Message, StringComparison.Ordinal);
        return Task.CompletedTask;
    }

    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData("{ torn")]
    [InlineData("null")]
    [InlineData("{}")]
    public async Task A_file_that_is_none_of_ours_is_named_and_not_taken_for_an_empty_one(string content)
    {
        _kept.Keep(Lab, new KeptServer("key", "ann"));
        await File.WriteAllTextAsync(_kept.FilePath, content, TestContext.Current.CancellationToken);
        var refused = Assert.Throws<ConfigurationException>(() => _kept.Keep(Other, new KeptServer("key", "ann"))).Message;
        Assert.Contains(_kept.FilePath, refused, StringComparison.Ordinal);
        Assert.Contains("log in again", refused, StringComparison.Ordinal);
    }
}
