using System.Net;
using System.Net.Http.Headers;
using System.Text;
using StataRuns.Mcp.Tests.Fakes;

namespace StataRuns.Mcp.Tests.Security;

/// <summary>What a browser can open with a password, and what it cannot.</summary>
public sealed class BrowserPageTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory(Timeout = 30_000)]
    [InlineData("GET", "/", true)]
    [InlineData("HEAD", "/", true)]
    [InlineData("GET", "/dashboard", true)]
    [InlineData("GET", "/dashboard/ClusterStats", true)]
    [InlineData("POST", "/", false)]
    [InlineData("POST", "/dashboard", false)]
    [InlineData("GET", "/dashboards", false)]
    [InlineData("GET", "/runs", false)]
    [InlineData("GET", "/mcp", false)]
    [InlineData("GET", "/service", false)]
    [InlineData("POST", "/service/stop", false)]
    public async Task A_password_opens_pages_for_reading_and_nothing_else(string method, string path, bool isPage)
    {
        await using var gateway = await Gateway.StartAsync();
        using var http = new HttpClient { BaseAddress = gateway.Address };
        using (var asked = await SendAsync(http, method, path, null))
        {
            Assert.Equal(HttpStatusCode.Unauthorized, asked.StatusCode);
            Assert.Equal(isPage, asked.Headers.WwwAuthenticate.ToString().StartsWith("Basic realm=\"StataRuns\"", StringComparison.Ordinal));
        }

        foreach (var (password, isRight) in ((string, bool)[])[(Gateway.Token, true), ("wrong", false), ("", false)])
        {
            using var answered = await SendAsync(http, method, path, Basic($"anybody:{password}"));
            Assert.Equal(isPage && isRight, answered.StatusCode is not HttpStatusCode.Unauthorized);
        }

        using var torn = await SendAsync(http, method, path, new("Basic", "%%%"));
        Assert.Equal(HttpStatusCode.Unauthorized, torn.StatusCode);
        using var bare = await SendAsync(http, method, path, Basic(Gateway.Token));
        Assert.Equal(HttpStatusCode.Unauthorized, bare.StatusCode);
    }

    [Fact(Timeout = 30_000)]
    public async Task The_start_page_says_what_this_is_and_asks_nobody_else_for_anything()
    {
        await using var gateway = await Gateway.StartAsync();
        using var response = await gateway.Http.GetAsync(new Uri("/", UriKind.Relative), Cancellation);
        var page = await response.Content.ReadAsStringAsync(Cancellation);
        Assert.Equal("text/html", response.Content.Headers.ContentType!.MediaType);
        Assert.Contains("href=\"/dashboard\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("http", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);

        // The policy allows the page's own style by its digest: a page that was changed without it would stand naked.
        var policy = Assert.Single(response.Headers.GetValues("Content-Security-Policy"));
        Assert.StartsWith("default-src 'none'", policy, StringComparison.Ordinal);
        var style = page[(page.IndexOf("<style>", StringComparison.Ordinal) + 7)..page.IndexOf("</style>", StringComparison.Ordinal)];
        Assert.Contains(
            $"'sha256-{Convert.ToBase64String(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(style)))}'", policy, StringComparison.Ordinal);
        Assert.Equal("DENY", Assert.Single(response.Headers.GetValues("X-Frame-Options")));
    }

    private static AuthenticationHeaderValue Basic(string text) => new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(text)));

    private static Task<HttpResponseMessage> SendAsync(HttpClient http, string method, string path, AuthenticationHeaderValue? authorization) =>
        http.SendAsync(new HttpRequestMessage(new HttpMethod(method), path) { Headers = { Authorization = authorization } }, Cancellation);
}
