using Microsoft.Extensions.Configuration;
using StataRuns.Configuration;
using StataRuns.McpFrontend.Serve;

namespace StataRuns.Cli.Tests.Configuration;

/// <summary>Each setting: right, wrong, unknown, of later work.</summary>
public sealed class ConfigurationSpecs
{
    private const string Digest = "0123456789abcdef0123456789ABCDEF0123456789abcdef0123456789abcdef";

    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData("DataDirectory", "/srv/stata")]
    [InlineData("Host", "lab2")]
    [InlineData("Stata:Path", "/usr/local/stata")]
    [InlineData("Stata:StandIn", "True")]
    [InlineData("Runs:MaxConcurrent", "3")]
    [InlineData("Runs:DefaultTimeout", "2h")]
    [InlineData("Runs:DefaultTimeout", "none")]
    [InlineData("Runs:MaxOutputBytes", "512MiB")]
    [InlineData("Runs:Isolation", "none")]
    [InlineData("Paths:Allowed", "/a:/b")]
    [InlineData("Paths:Allowed:0", "/a")]
    [InlineData("Mcp:Wait", "50s")]
    [InlineData("Mcp:Wait", "0")]
    [InlineData("Mcp:Waits:claude-code", "none")]
    [InlineData("Mcp:Waits:cursor", "45")]
    [InlineData("Auth:Token", "0123456789abcdef")]
    [InlineData("Auth:Mode", "none")]
    [InlineData("auth:MODE", "Token")]
    [InlineData("Auth:Mode", "apikeys")]
    [InlineData("Auth:ApiKeys:ann", Digest)]
    [InlineData("Auth:ApiKeys:ann", Digest + ", " + Digest)]
    [InlineData("Http:TrustProxy", "10.0.0.1")]
    [InlineData("Http:TrustProxy", "fd00::5")]
    [InlineData("Http:TrustProxy", "none")]
    [InlineData("Http:Names", "stata.example.org, 10.0.0.7,[fd00::7]")]
    [InlineData("Http:Certificate", "/etc/stataruns/http.pem")]
    [InlineData("Http:CertificateKey", "/etc/stataruns/http.key")]
    [InlineData("Cluster:ConnectionString", "Host=db")]
    [InlineData("Cluster:SiloPort", "11112")]
    [InlineData("Cluster:AdvertisedAddress", "10.0.0.1")]
    [InlineData("Cluster:Certificate", "/etc/stataruns/lab1.pem")]
    [InlineData("Cluster:CertificateKey", "/etc/stataruns/lab1.key")]
    [InlineData("Cluster:CertificateAuthority", "/etc/stataruns/ca.pem")]
    public Task A_right_value_is_taken(string key, string value) => Bounded.Run(() => ConfigurationCheck.Run(Of((key, value))));

    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData("DataDirectory", "data")]
    [InlineData("Host", "Lab_2")]
    [InlineData("Host", "-lab")]
    [InlineData("Stata:Path", "bin/stata")]
    [InlineData("Stata:StandIn", "yes")]
    [InlineData("Runs:MaxConcurrent", "0")]
    [InlineData("Runs:MaxConcurrent", "two")]
    [InlineData("Runs:MaxConcurrent", "1.5")]
    [InlineData("Runs:DefaultTimeout", "0")]
    [InlineData("Runs:DefaultTimeout", "soon")]
    [InlineData("Runs:MaxOutputBytes", "512MB")]
    [InlineData("Runs:Isolation", "docker")]
    [InlineData("Paths:Allowed", "/a:b")]
    [InlineData("Paths:Allowed:0", "b")]
    [InlineData("Mcp:Wait", "none")]
    [InlineData("Mcp:Wait", "2d")]
    [InlineData("Mcp:Waits:cursor", "long")]
    [InlineData("Auth:Mode", "1")]
    [InlineData("Auth:Mode", "Token,None")]
    [InlineData("Http:TrustProxy", "proxy.example.org")]
    [InlineData("Http:TrustProxy", "4")]
    [InlineData("Http:Names", "https://stata.example.org")]
    [InlineData("Http:Names", "stata.example.org:443")]
    [InlineData("Http:Names", "*")]
    [InlineData("Cluster:Certificate", "lab1.pem")]
    [InlineData("Cluster:SiloPort", "0")]
    [InlineData("Cluster:GatewayPort", "nonsense")]
    public Task A_wrong_value_is_refused_in_one_line_with_key_value_and_what_is_allowed(string key, string value) => Bounded.Run(() =>
    {
        var message = Refused((key, value));
        Assert.Contains($"StataRuns:{key} is \"{value}\", but must be ", message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    });

    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData("Runs:MaxMemoryBytes", "1GiB")]
    [InlineData("Runs:Isolation", "bubblewrap")]
    [InlineData("Runs:Network", "false")]
    [InlineData("Sessions:IdleTimeout", "2h")]
    [InlineData("Sessions:Max", "9")]
    [InlineData("Sessions:YieldIdle", "true")]
    [InlineData("Auth:Mode", "oidc")]
    [InlineData("Auth:Authority", "https://id")]
    [InlineData("Auth:Audience", "stata")]
    public Task A_setting_of_later_work_is_said_to_be_missing_and_never_ignored(string key, string value) => Bounded.Run(() =>
        Assert.Contains("not available yet", Refused((key, value)), StringComparison.Ordinal));

    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData("Runs:Isolation", "none")]
    [InlineData("Runs:Network", "true")]
    [InlineData("Runs:MaxMemoryBytes", "none")]
    [InlineData("Sessions:IdleTimeout", "60m")]
    [InlineData("Sessions:Max", "8")]
    [InlineData("Sessions:YieldIdle", "False")]
    public Task A_setting_of_later_work_with_the_default_asks_for_nothing_and_is_fine(string key, string value) => Bounded.Run(() =>
        ConfigurationCheck.Run(Of((key, value))));

    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData("Runs:MaxConcurent", "Runs:MaxConcurrent")]
    [InlineData("DataDirectori", "DataDirectory")]
    [InlineData("Stata:Standin2", "Stata:StandIn")]
    [InlineData("MaxConcurrent", "Runs:MaxConcurrent")]
    [InlineData("Run:MaxConcurrent", "Runs:MaxConcurrent")]
    public Task An_unknown_key_is_refused_with_the_nearest_right_one(string key, string nearest) => Bounded.Run(() =>
    {
        var message = Refused((key, "1"));
        Assert.Contains($"StataRuns:{key} is not a setting", message, StringComparison.Ordinal);
        Assert.Contains($"did you mean StataRuns:{nearest}?", message, StringComparison.Ordinal);
    });

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task An_unknown_key_that_is_like_nothing_gets_the_list() => Bounded.Run(() =>
        Assert.Contains("the settings are DataDirectory, Host", Refused(("Zzyzx:Qqqqqqqq", "1")), StringComparison.Ordinal));

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task A_value_where_a_group_is_meant_is_refused() => Bounded.Run(() =>
        Assert.Contains("StataRuns:Runs is a group of settings", Refused(("Runs", "1")), StringComparison.Ordinal));

    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData("Auth:Token", "short-secret")]
    [InlineData("Auth:ApiKeys:ann", "sr_the-key-itself-instead-of-its-digest")]
    public Task A_secret_is_never_repeated_in_a_message(string key, string value) => Bounded.Run(() =>
        Assert.DoesNotContain(value, Refused((key, value)), StringComparison.Ordinal));

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task Owners_names_differ_by_letters_and_not_by_capitals() => Bounded.Run(() =>
    {
        var settings = ServiceSettingsReader.Read(Of(("Auth:ApiKeys:Ann", Digest), ("Auth:ApiKeys:bob@x.org", Digest)), standIn: false);
        Assert.Equal(["ann", "bob@x.org"], settings.ApiKeys.Keys);
        Assert.Equal([Digest.ToLowerInvariant()], settings.ApiKeys["ann"]);
    });

    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData("an n")]
    [InlineData("-ann")]
    [InlineData("änn")]
    public Task An_owners_name_that_is_none_is_refused(string name) => Bounded.Run(() =>
        Assert.Contains(
            $"names the owner \"{name}\"",
            Assert.Throws<ConfigurationException>(() => ServiceSettingsReader.Read(Of(($"Auth:ApiKeys:{name}", Digest)), standIn: false)).Message,
            StringComparison.Ordinal));

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task An_empty_value_is_as_none_was_given() => Bounded.Run(() =>
    {
        var settings = ServiceSettingsReader.Read(Of(("Runs:DefaultTimeout", ""), ("Stata:Path", " "), ("Host", "")), standIn: false);
        Assert.Null(settings.Host.DefaultTimeout);
        Assert.Equal(HostName.OfThisMachine(), settings.Host.Host);
        Assert.False(settings.Host.IsHostConfigured);
    });

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task Settings_become_what_the_service_is_told() => Bounded.Run(() =>
    {
        var settings = ServiceSettingsReader.Read(
            Of(
                ("DataDirectory", "/srv/stata/"),
                ("Host", "lab2"),
                ("Runs:MaxConcurrent", "3"),
                ("Runs:DefaultTimeout", "2h"),
                ("Runs:MaxOutputBytes", "1MiB"),
                ("Paths:Allowed", "/nowhere-a"),
                ("Paths:Allowed:0", "/nowhere-b"),
                ("Mcp:Wait", "20s"),
                ("Mcp:Waits:cursor", "45s"),
                ("Mcp:Waits:claude-code", "none"),
                ("Auth:Mode", "None")),
            standIn: true);

        Assert.Equal("/srv/stata", settings.Host.DataDirectory);
        Assert.Equal("lab2", settings.Host.Host);
        Assert.True(settings.Host.IsHostConfigured);
        Assert.True(settings.Host.StandIn);
        Assert.Equal(3, settings.Host.MaxConcurrent);
        Assert.Equal(TimeSpan.FromHours(2), settings.Host.DefaultTimeout);
        Assert.Equal(1 << 20, settings.Host.MaxOutputBytes);
        Assert.Equal(["/nowhere-a", "/nowhere-b"], settings.Host.AllowedPaths);
        Assert.Equal(TimeSpan.FromSeconds(20), settings.McpWait);
        Assert.Equal(TimeSpan.FromSeconds(45), settings.McpWaits["cursor"]);
        Assert.Null(settings.McpWaits["claude-code"]);
        Assert.Equal(AuthMode.None, settings.Auth);
    });

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task An_allowed_folder_that_is_a_link_is_the_folder_behind_it() => Bounded.Run(() =>
    {
        using var temporary = new TemporaryFolder();
        var real = RealPath.Of(temporary.Folder("real"));
        var link = Path.Join(temporary.Path, "link");
        Directory.CreateSymbolicLink(link, real);
        Assert.Equal([real], ServiceSettingsReader.Read(Of(("Paths:Allowed", link)), standIn: false).Host.AllowedPaths);
    });

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task The_table_of_the_documentation_names_every_setting_once() => Bounded.Run(() =>
    {
        var table = ConfigurationKeys.ToMarkdown();
        Assert.All(
            ConfigurationKeys.All.Where(key => key != ConfigurationKeys.AllowedPath),
            key => Assert.Equal(2, table.Split($"| `{key.Name}` |").Length));
    });

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task The_page_about_configuration_has_the_table() => Bounded.Run(() =>
    {
        const string renew = "STATARUNS_RENEW_DOCS";
        const string begin = "<!-- table of the settings -->\n";
        const string end = "<!-- end of the table -->";
        var root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Join(root, "StataRuns.slnx")))
        {
            root = Path.GetDirectoryName(root) ?? throw new DirectoryNotFoundException("The sources are not above the tests.");
        }

        var page = Path.Join(root, "docs", "configuration.md");
        var text = File.ReadAllText(page);
        var from = text.IndexOf(begin, StringComparison.Ordinal) + begin.Length;
        var renewed = $"{text[..from]}{ConfigurationKeys.ToMarkdown()}{text[text.IndexOf(end, StringComparison.Ordinal)..]}";
        if (Environment.GetEnvironmentVariable(renew) == "1")
        {
            File.WriteAllText(page, renewed);
        }

        Assert.True(renewed == File.ReadAllText(page), $"docs/configuration.md differs from the settings. Run this test with {renew}=1 to renew its table.");
    });

    private static string Refused(params (string Key, string Value)[] entries) =>
        Assert.Throws<ConfigurationException>(() => ConfigurationCheck.Run(Of(entries))).Message;

    private static IConfigurationRoot Of(params (string Key, string Value)[] entries) => new ConfigurationBuilder()
        .AddInMemoryCollection(entries.Select(entry => KeyValuePair.Create($"StataRuns:{entry.Key}", (string?)entry.Value)))
        .Build();
}
