using StataRuns.Hosts;

namespace StataRuns.Mcp.Tests.Serve;

public sealed class HostFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("stataruns-mcp-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact(Timeout = 10_000)]
    public Task A_machine_that_is_renamed_is_still_the_same_host()
    {
        Assert.Equal("lab2", HostFile.Settle(Named("lab2")).Host);
        Assert.Equal("lab2", HostFile.Settle(Named("dhcp-17")).Host);
        Assert.Equal("lab2", HostFile.Settle(Named("lab2", isConfigured: true)).Host);
        return Task.CompletedTask;
    }

    [Fact(Timeout = 10_000)]
    public Task A_configured_name_is_kept_when_it_is_configured_no_more()
    {
        HostFile.Settle(Named("lab2", isConfigured: true));
        Assert.Equal("lab2", HostFile.Settle(Named("dhcp-17")).Host);
        return Task.CompletedTask;
    }

    [Fact(Timeout = 10_000)]
    public Task Another_configured_name_stops_the_start_with_a_sentence_and_changes_nothing()
    {
        HostFile.Settle(Named("lab2"));
        var message = Assert.Throws<StartException>(() => HostFile.Settle(Named("lab3", isConfigured: true))).Message;
        Assert.Equal(
            $"StataRuns:Host is \"lab3\", but the runs in {_folder} are named after \"lab2\": set StataRuns:Host to \"lab2\" or leave it out, or give another StataRuns:DataDirectory.",
            message);
        Assert.Equal("lab2", HostFile.Settle(Named("dhcp-17")).Host);
        return Task.CompletedTask;
    }

    [Theory(Timeout = 10_000), InlineData(""), InlineData("\n"), InlineData("Lab 2"), InlineData("lab2\nlab3")]
    public async Task A_file_without_a_name_stops_the_start_and_is_left_as_it_is(string content)
    {
        var settings = Named("lab2");
        await File.WriteAllTextAsync(settings.HostFile, content, TestContext.Current.CancellationToken);
        Assert.Contains(settings.HostFile, Assert.Throws<StartException>(() => HostFile.Settle(settings)).Message, StringComparison.Ordinal);
        Assert.Equal(content, await File.ReadAllTextAsync(settings.HostFile, TestContext.Current.CancellationToken));
    }

    [Fact(Timeout = 10_000)]
    public Task The_file_is_private_and_the_only_one_that_is_left()
    {
        var settings = Named("lab2");
        HostFile.Settle(settings);
        Assert.Equal([settings.HostFile], Directory.EnumerateFileSystemEntries(_folder));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(settings.HostFile));
        }

        return Task.CompletedTask;
    }

    private HostSettings Named(string host, bool isConfigured = false) => new()
    {
        DataDirectory = _folder, Host = host, IsHostConfigured = isConfigured, MaxConcurrent = 1, MaxOutputBytes = 1,
    };
}
