using System.Net;
using System.Net.Http.Headers;
using StataRuns.Configuration;
using StataRuns.Hosts;
using StataRuns.Mcp.Tests.Fakes;
using StataRuns.McpFrontend.Security;
using StataRuns.McpFrontend.Serve;

namespace StataRuns.Mcp.Tests.Security;

public sealed class GateTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory(Timeout = 30_000)]
    [InlineData("/mcp", null, 401)]
    [InlineData("/mcp", "Bearer wrong", 401)]
    [InlineData("/mcp", "Bearer ", 401)]
    [InlineData("/mcp", "Basic dGhlLXRva2Vu", 401)]
    [InlineData("/mcp", Gateway.Token, 401)]
    [InlineData("/runs/x/log", null, 401)]
    [InlineData("/service/stop", null, 401)]
    [InlineData("/nowhere", null, 401)]
    [InlineData("/health/live", null, 200)]
    [InlineData("/health/ready", null, 200)]
    [InlineData("/health/ready", "Bearer wrong", 200)]
    [InlineData("/runs/x/log", $"Bearer {Gateway.Token}", 404)]
    [InlineData("/runs/x/log", $"bearer {Gateway.Token}", 404)]
    public async Task Only_who_has_the_token_comes_in(string path, string? authorization, int status)
    {
        await using var gateway = await Gateway.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        using var http = new HttpClient { BaseAddress = gateway.Address };
        if (authorization is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        }

        using var response = await http.SendAsync(request, Cancellation);
        Assert.Equal(status, (int)response.StatusCode);
        if (status == 401)
        {
            Assert.Equal("Bearer realm=\"StataRuns\"", response.Headers.WwwAuthenticate.ToString());
            Assert.Contains("token", await response.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        }
    }

    [Theory(Timeout = 30_000)]
    [InlineData("localhost", 200)]
    [InlineData("LOCALHOST:80", 200)]
    [InlineData("127.0.0.1", 200)]
    [InlineData("127.0.0.1:4711", 200)]
    [InlineData("[::1]:4000", 200)]
    [InlineData("evil.example", 400)]
    [InlineData("evil.example:4000", 400)]
    [InlineData("localhost.evil.example", 400)]
    [InlineData("127.0.0.1.nip.io", 400)]
    [InlineData("0.0.0.0", 400)]
    public async Task Only_our_own_names_are_answered_to_and_ports_do_not_matter(string host, int status)
    {
        await using var gateway = await Gateway.StartAsync();
        foreach (var path in (string[])["/health/live", "/mcp"])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { Host = host } };
            using var response = await gateway.Http.SendAsync(request, Cancellation);
            Assert.Equal(status == 400, response.StatusCode == HttpStatusCode.BadRequest && (await response.Content.ReadAsStringAsync(Cancellation)).Contains("is not called", StringComparison.Ordinal));
        }
    }

    [Theory(Timeout = 30_000)]
    [InlineData("http://localhost:3000", false)]
    [InlineData("http://127.0.0.1:4000", false)]
    [InlineData("https://[::1]", false)]
    [InlineData("http://evil.example", true)]
    [InlineData("https://localhost.evil.example", true)]
    [InlineData("null", true)]
    [InlineData("", true)]
    [InlineData("file://", true)]
    [InlineData("chrome-extension://abc", true)]
    public async Task Pages_of_other_origins_are_refused_everywhere(string origin, bool isRefused)
    {
        await using var gateway = await Gateway.StartAsync();
        foreach (var path in (string[])["/health/live", "/mcp", "/runs/x/log"])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.TryAddWithoutValidation("Origin", origin);
            using var response = await gateway.Http.SendAsync(request, Cancellation);
            Assert.Equal(isRefused, response.StatusCode == HttpStatusCode.Forbidden);
        }
    }

    [Fact(Timeout = 30_000)]
    public async Task Without_a_token_everybody_of_this_machine_comes_in_and_nobody_else()
    {
        await using var gateway = await Gateway.StartAsync(settings => settings with { Auth = AuthMode.None });
        using var http = new HttpClient { BaseAddress = gateway.Address };
        using var inside = await http.GetAsync(new Uri("/runs/x/log", UriKind.Relative), Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, inside.StatusCode);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/runs/x/log") { Headers = { Host = "evil.example" } };
        using var outside = await http.SendAsync(request, Cancellation);
        Assert.Equal(HttpStatusCode.BadRequest, outside.StatusCode);
    }

    [Fact(Timeout = 10_000)]
    public Task The_token_is_made_once_and_nobody_else_may_read_it()
    {
        var folder = Directory.CreateTempSubdirectory("stataruns-mcp-").FullName;
        try
        {
            var path = Path.Combine(folder, "token");
            Assert.Null(TokenFile.TryRead(path));
            var token = TokenFile.ReadOrMake(path);
            Assert.Equal(43, token.Length); // 256 bits
            Assert.Equal(token, TokenFile.ReadOrMake(path));
            if (!OperatingSystem.IsWindows())
            {
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
            }

            Assert.True(AuthenticationHeaderValue.TryParse($"Bearer {token}", out _));
            Assert.Single(Directory.GetFiles(folder));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        return Task.CompletedTask;
    }
}
