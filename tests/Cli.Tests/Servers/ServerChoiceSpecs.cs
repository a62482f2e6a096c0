using StataRuns.Configuration;
using StataRuns.McpFrontend.Cli.Servers;

namespace StataRuns.Cli.Tests.Servers;

/// <summary>Which server a command works with, and which key goes there.</summary>
public sealed class ServerChoiceSpecs : IDisposable
{
    private const string Lab = "https://lab.example.org:4000";
    private const string Other = "https://other.example.org";

    private readonly TemporaryFolder _folder = new();
    private readonly KeptServers _kept;
    private readonly Dictionary<string, string> _variables = [];

    public ServerChoiceSpecs() => _kept = new KeptServers(Path.Join(_folder.Path, "config", "stataruns"));

    public void Dispose() => _folder.Dispose();

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task Without_a_word_of_a_server_it_is_this_machines_own_service()
    {
        Assert.Null(Choose());
        Assert.Null(Choose(option: "none"));
        return Task.CompletedTask;
    }

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task The_last_login_is_the_server_unless_the_command_names_another_service()
    {
        _kept.Keep(Other, new KeptServer("key-of-other", "ann"));
        _kept.Keep(Lab, new KeptServer("key-of-lab", "ann"));
        Assert.Equal((Lab, "key-of-lab"), Chosen());
        Assert.Equal((Other, "key-of-other"), Chosen(option: Other));
        Assert.Null(Choose(namesLocal: true));
        Assert.Null(Choose(option: "none"));
        _variables["STATARUNS_SERVER"] = "none";
        Assert.Null(Choose());
        _variables["STATARUNS_SERVER"] = Other + "/mcp";
        Assert.Equal((Other, "key-of-other"), Chosen(namesLocal: true));
        Assert.Equal((Lab, "key-of-lab"), Chosen(option: Lab));
        return Task.CompletedTask;
    }

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task A_key_goes_to_no_other_server_than_the_one_that_it_was_given_for()
    {
        _kept.Keep(Lab, new KeptServer("key-of-lab", "ann"));
        _variables["STATARUNS_KEY"] = "key-of-a-script";

        // Of a login nothing is said with the variable.
        Assert.Equal((Lab, "key-of-lab"), Chosen());
        Assert.Equal((Other, "key-of-a-script"), Chosen(option: Other));
        _variables["STATARUNS_SERVER"] = Other;
        Assert.Equal((Other, "key-of-a-script"), Chosen());
        Assert.Equal((Lab, "key-of-lab"), Chosen(option: Lab));
        Assert.Null(Choose(option: "https://third.example.org")!.Key);
        return Task.CompletedTask;
    }

    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData("https://lab.example.org:4000", "https://lab.example.org:4000")]
    [InlineData("https://LAB.example.org:4000/mcp", "https://lab.example.org:4000")]
    [InlineData("https://lab.example.org:443/", "https://lab.example.org")]
    [InlineData("http://127.0.0.1:4000/", "http://127.0.0.1:4000")]
    [InlineData("http://localhost:4000", "http://localhost:4000")]
    [InlineData("http://[::1]:4000", "http://[::1]:4000")]
    public Task One_server_has_one_address_however_it_is_written(string written, string address)
    {
        Assert.Equal(address, ServerAddress.Read(written, "URL", allowsHttp: false));
        return Task.CompletedTask;
    }

    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData("lab.example.org:4000", "must be an address such as")]
    [InlineData("lab", "must be an address such as")]
    [InlineData("ftp://lab.example.org", "must be an address such as")]
    [InlineData("https://", "must be an address such as")]
    [InlineData("https://lab.example.org/stata", "without a path")]
    [InlineData("https://sr_s3cret@lab.example.org", "more than an address")]
    [InlineData("https://lab.example.org?key=s3cret", "more than an address")]
    [InlineData("http://lab.example.org:4000", "not encrypted")]
    public Task What_is_no_address_or_would_show_the_key_is_refused_with_a_sentence(string written, string sentence)
    {
        var refused = Assert.Throws<ConfigurationException>(() => ServerAddress.Read(written, "--server", allowsHttp: false)).Message;
        Assert.Contains(sentence, refused, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", refused, StringComparison.Ordinal);
        return Task.CompletedTask;
    }

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task An_unencrypted_server_is_allowed_by_name_only_and_a_login_remembers_that_it_was()
    {
        const string plain = "http://lab.example.org:4000";
        Assert.Throws<ConfigurationException>(() => Choose(option: plain));
        Assert.Equal(["--server", plain, "--allow-http"], Choose(option: plain, allowsHttp: true)!.Options);
        _kept.Keep(plain, new KeptServer("key", "ann", AllowHttp: true));
        Assert.Equal(["--server", plain, "--allow-http"], Choose(option: plain)!.Options);
        Assert.Equal(["--server", plain, "--allow-http"], Choose()!.Options);
        return Task.CompletedTask;
    }

    private RemoteServer? Choose(string? option = null, bool allowsHttp = false, bool namesLocal = false) =>
        new ServerChoice(_variables.GetValueOrDefault, _kept).Choose(option, allowsHttp, namesLocal);

    private (string Url, string? Key) Chosen(string? option = null, bool namesLocal = false) =>
        Choose(option, namesLocal: namesLocal) is { } server ? (server.Url, server.Key) : ("", null);
}
