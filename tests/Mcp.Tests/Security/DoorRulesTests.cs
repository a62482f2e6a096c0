using System.Net;
using StataRuns.Configuration;
using StataRuns.Hosts;
using StataRuns.McpFrontend.Security;
using StataRuns.McpFrontend.Serve;

namespace StataRuns.Mcp.Tests.Security;

/// <summary>Where the service listens, and whom it lets in there.</summary>
public sealed class DoorRulesTests
{
    private const string Digest = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    private static readonly ServiceSettings Token = new()
    {
        Host = new HostSettings { DataDirectory = "/nowhere", Host = "lab1", MaxConcurrent = 1, MaxOutputBytes = 1 },
    };

    private static readonly ServiceSettings Keys = Token with
    {
        Auth = AuthMode.ApiKeys,
        ApiKeys = new Dictionary<string, IReadOnlyList<string>> { ["ann"] = [Digest] },
    };

    private static readonly ServiceSettings Proxied = Keys with { TrustProxy = IPAddress.Parse("10.0.0.5") };

    private static readonly ServiceSettings Certified = Keys with { HttpCertificate = "/c.pem", HttpCertificateKey = "/c.key" };

    [Theory(Timeout = 10_000)]
    [InlineData("http://127.0.0.1:4000")]
    [InlineData("http://localhost:0")]
    [InlineData("http://[::1]:5000")]
    [InlineData("http://127.0.0.7:1")]
    [InlineData("http://127.0.0.1:4000;http://[::1]:4000")]
    public Task On_this_machine_a_token_is_enough(string urls) => Passes(Token, urls);

    [Theory(Timeout = 10_000)]
    [InlineData("http://0.0.0.0:4000")]
    [InlineData("http://*:4000")]
    [InlineData("http://+:4000")]
    [InlineData("http://[::]:4000")]
    [InlineData("http://192.168.1.5:4000")]
    [InlineData("http://127.0.0.1:4000;http://192.168.1.5:4000")]
    public Task Beyond_this_machine_only_owners_with_keys_come_in_and_nobody_reads_these_on_the_way(string urls)
    {
        Fails(Token, urls, "Auth:Mode ApiKeys");
        Fails(Token with { TrustProxy = Proxied.TrustProxy }, urls, "Auth:Mode ApiKeys");
        Fails(Keys, urls, "Http:TrustProxy");
        return Passes(Proxied, urls);
    }

    [Fact(Timeout = 10_000)]
    public Task Https_needs_a_certificate_and_a_certificate_an_https_address()
    {
        Fails(Keys, "https://0.0.0.0:4000", "needs a certificate");
        Fails(Proxied, "https://127.0.0.1:4000", "needs a certificate");
        Fails(Certified with { HttpCertificateKey = null }, "https://0.0.0.0:4000", "go together");
        Fails(Certified, "http://127.0.0.1:4000", "no address in --urls begins with https://");
        Fails(Certified, "https://0.0.0.0:4000;http://0.0.0.0:4001", "not encrypted");
        return Passes(Certified, "https://0.0.0.0:4000;http://127.0.0.1:4000");
    }

    [Fact(Timeout = 10_000)]
    public Task A_cluster_takes_keys_only()
    {
        var cluster = new ClusterSettings { ConnectionString = "Host=db" };
        Fails(Token with { Cluster = cluster }, ServiceSettings.DefaultUrl, "A cluster takes ApiKeys only");
        Fails(Token with { Auth = AuthMode.None, Cluster = cluster }, ServiceSettings.DefaultUrl, "A cluster takes ApiKeys only");
        return Passes(Keys with { Cluster = cluster }, ServiceSettings.DefaultUrl);
    }

    [Fact(Timeout = 10_000)]
    public Task Keys_that_open_nothing_or_do_not_tell_owners_apart_are_said_so()
    {
        Fails(Keys with { ApiKeys = new Dictionary<string, IReadOnlyList<string>>() }, ServiceSettings.DefaultUrl, "every request would be refused");
        Fails(Keys with { Auth = AuthMode.Token }, ServiceSettings.DefaultUrl, "which takes none");
        Fails(
            Keys with { ApiKeys = new Dictionary<string, IReadOnlyList<string>> { ["ann"] = [Digest], ["bob"] = [Digest] } },
            ServiceSettings.DefaultUrl,
            "ann and bob have the same key");
        Fails(Token with { Auth = AuthMode.None, TrustProxy = Proxied.TrustProxy }, ServiceSettings.DefaultUrl, "every client of the proxy");
        return Task.CompletedTask;
    }

    [Theory(Timeout = 10_000)]
    [InlineData("http://lab2:4000")]
    [InlineData("http://unix:/tmp/x.sock")]
    [InlineData("http://127.0.0.1:4000/stata")]
    [InlineData("ftp://127.0.0.1")]
    [InlineData("4000")]
    [InlineData("")]
    [InlineData(" ; ")]
    public Task What_is_no_address_is_said_so(string urls)
    {
        Assert.Contains("--urls", Assert.Throws<StartException>(() => ListenAddress.Parse(urls)).Message, StringComparison.Ordinal);
        return Task.CompletedTask;
    }

    [Theory(Timeout = 10_000)]
    [InlineData("http://*:4000", "http://127.0.0.1:4001")]
    [InlineData("http://192.168.1.5:4000;http://127.0.0.1:4000", "http://127.0.0.1:4002")]
    [InlineData("https://0.0.0.0:443", "https://stata.example.org:4001")]
    [InlineData("https://0.0.0.0:443;http://[::1]:4000", "http://[::1]:4002")]
    public Task This_machines_own_programs_call_the_nearest_address(string urls, string own)
    {
        var addresses = ListenAddress.Parse(urls);
        Assert.Equal(own, OwnUrl.Of(addresses, addresses.Select((_, i) => $"http://[::]:{4001 + i}"), ["stata.example.org"]));
        return Task.CompletedTask;
    }

    private static Task Passes(ServiceSettings settings, string urls)
    {
        DoorRules.Check(settings, ListenAddress.Parse(urls));
        return Task.CompletedTask;
    }

    private static void Fails(ServiceSettings settings, string urls, string words) =>
        Assert.Contains(words, Assert.Throws<StartException>(() => DoorRules.Check(settings, ListenAddress.Parse(urls))).Message, StringComparison.Ordinal);
}
