using System.Net;
using StataRuns.Mcp.Tests.Fakes;

namespace StataRuns.Mcp.Tests.Security;

/// <summary>Behind a proxy: what is believed, and of whom.</summary>
public sealed class ProxyTests
{
    private const string Name = "stata.example.org";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory(Timeout = 30_000)]
    [InlineData("127.0.0.1", Name, HttpStatusCode.OK)]
    [InlineData("127.0.0.1", "evil.example", HttpStatusCode.BadRequest)]
    [InlineData("10.9.9.9", Name, HttpStatusCode.OK)]
    [InlineData("10.9.9.9", "evil.example", HttpStatusCode.OK)]
    [InlineData(null, "evil.example", HttpStatusCode.OK)]
    public async Task Only_the_named_proxy_says_by_which_name_somebody_called(string? proxy, string forwarded, HttpStatusCode status)
    {
        await using var gateway = await Gateway.StartAsync(settings => settings with
        {
            TrustProxy = proxy is null ? null : IPAddress.Parse(proxy),
            HttpNames = [Name],
        });
        using var request = new HttpRequestMessage(HttpMethod.Get, "/service") { Headers = { { "X-Forwarded-Host", forwarded }, { "X-Forwarded-For", "192.0.2.1" } } };
        using var response = await gateway.Http.SendAsync(request, Cancellation);
        Assert.Equal(status, response.StatusCode);
    }

    [Fact(Timeout = 30_000)]
    public async Task It_answers_to_the_names_that_it_was_given_and_to_pages_of_these()
    {
        await using var gateway = await Gateway.StartAsync(settings => settings with { HttpNames = [Name, "fd00::7"] });
        var local = new Uri(gateway.Address, "/service");
        foreach (var (host, status) in ((string, HttpStatusCode)[])
            [(Name, HttpStatusCode.OK), ("[fd00::7]:80", HttpStatusCode.OK), ("0.0.0.0", HttpStatusCode.BadRequest), ("evil.example", HttpStatusCode.BadRequest)])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, local) { Headers = { Host = host } };
            using var response = await gateway.Http.SendAsync(request, Cancellation);
            Assert.Equal(status, response.StatusCode);
        }

        using var page = new HttpRequestMessage(HttpMethod.Get, local) { Headers = { { "Origin", $"https://{Name}" } } };
        Assert.Equal(HttpStatusCode.OK, (await gateway.Http.SendAsync(page, Cancellation)).StatusCode);
    }
}
