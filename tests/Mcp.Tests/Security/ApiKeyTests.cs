using System.Net;
using StataRuns.Mcp.Tests.Fakes;
using StataRuns.McpFrontend.Security;

namespace StataRuns.Mcp.Tests.Security;

public sealed class ApiKeyTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact(Timeout = 30_000)]
    public async Task Each_key_says_whose_it_is_and_an_owner_may_have_several()
    {
        var (first, second, bobs) = (ApiKey.Make(), ApiKey.Make(), ApiKey.Make());
        await using var gateway = await Gateway.StartAsync(settings => TwoOwners.WithKeys(settings, ("ann", [first, second]), ("bob", [bobs])));
        var run = gateway.Host.Add(owner: "ann");
        foreach (var (key, status) in ((ApiKey, HttpStatusCode)[])[(first, HttpStatusCode.OK), (second, HttpStatusCode.OK), (bobs, HttpStatusCode.NotFound)])
        {
            using var http = gateway.ClientWith(key.Text);
            Assert.Equal(status, await StatusAsync(http, $"/runs/{run.Now.RunId}/snapshot"));
        }
    }

    [Fact(Timeout = 30_000)]
    public async Task A_wrong_key_is_told_where_keys_come_from_and_not_where_the_token_lies()
    {
        await using var owners = await TwoOwners.StartAsync();
        var right = ApiKey.Make();
        foreach (var key in (string[])[right.Text, right.Digest, "", "sr_"])
        {
            using var http = owners.Gateway.ClientWith(key);
            using var response = await http.GetAsync(new Uri("/runs", UriKind.Relative), Cancellation);
            Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
            var sentence = await response.Content.ReadAsStringAsync(Cancellation);
            Assert.Contains("stataruns keys new", sentence, StringComparison.Ordinal);
            Assert.DoesNotContain("/", sentence, StringComparison.Ordinal);
            Assert.DoesNotContain("ann", sentence, StringComparison.Ordinal);
        }
    }

    [Fact(Timeout = 30_000)]
    public async Task The_digest_of_a_key_opens_nothing()
    {
        var key = ApiKey.Make();
        await using var gateway = await Gateway.StartAsync(settings => TwoOwners.WithKeys(settings, ("ann", [key])));
        using var http = gateway.ClientWith(key.Digest);
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(http, "/runs"));
    }

    [Theory(Timeout = 30_000)]
    [InlineData("GET", "/service", 200)]
    [InlineData("GET", "/", 200)]
    [InlineData("GET", "/runs", 403)]
    [InlineData("POST", "/mcp", 403)]
    [InlineData("POST", "/standard-input", 403)]
    [InlineData("POST", "/service/stop", 202)]
    public async Task The_data_folders_token_tends_the_service_and_is_nobodys_owner(string method, string path, int status)
    {
        await using var owners = await TwoOwners.StartAsync();
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var response = await owners.Gateway.Http.SendAsync(request, Cancellation);
        Assert.Equal(status, (int)response.StatusCode);
    }

    [Fact(Timeout = 30_000)]
    public async Task No_owner_ends_the_service_for_the_others()
    {
        await using var owners = await TwoOwners.StartAsync();
        using var response = await owners.Ann.PostAsync(new Uri("/service/stop", UriKind.Relative), null, Cancellation);
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(owners.Ann, "/service"));
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient http, string path)
    {
        using var response = await http.GetAsync(new Uri(path, UriKind.Relative), Cancellation);
        return response.StatusCode;
    }
}
