using System.Net;
using StataRuns.Mcp.Tests.Fakes;
using StataRuns.Runs;

namespace StataRuns.Mcp.Tests.Security;

/// <summary>Over plain HTTP the run of another owner does not exist either: status and words are those for a run that never was.</summary>
public sealed class TwoOwnersEndpointTests
{
    private static readonly RunId Unknown = RunId.New(FakeHost.Name, DateTimeOffset.UtcNow);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory(Timeout = 30_000)]
    [InlineData("GET", "/snapshot")]
    [InlineData("GET", "/log")]
    [InlineData("HEAD", "/log")]
    [InlineData("GET", "/log?follow=1")]
    [InlineData("GET", "/console")]
    [InlineData("GET", "/log/position")]
    [InlineData("GET", "/log/position?tail=1")]
    [InlineData("PUT", "/kept")]
    [InlineData("DELETE", "/kept")]
    [InlineData("POST", "/handed-over")]
    [InlineData("DELETE", "")]
    public async Task A_run_of_another_owner_is_not_there(string method, string rest)
    {
        await using var owners = await TwoOwners.StartAsync();
        var run = owners.Host.Add(owner: "ann");
        run.Write("a secret\n");
        run.End();
        var id = run.Now.RunId;

        var (status, text) = await AskAsync(owners.Bob, method, $"/runs/{id}{rest}");
        var (unknownStatus, unknownText) = await AskAsync(owners.Bob, method, $"/runs/{Unknown}{rest}");
        Assert.Equal(HttpStatusCode.NotFound, status);
        Assert.Equal(unknownStatus, status);
        Assert.Equal(unknownText.Replace(Unknown.Text, id.Text, StringComparison.Ordinal), text);
        foreach (var call in (string[])[nameof(IRunGrain.ReadAsync), nameof(IRunGrain.KeepAsync), nameof(IRunGrain.DeleteAsync), nameof(IRunGrain.HandedOverAsync), nameof(IRunGrain.SubscribeAsync)])
        {
            Assert.Equal(0, run.Calls[call]);
        }

        Assert.InRange((int)(await AskAsync(owners.Ann, method, $"/runs/{id}{rest}")).Status, 200, 204);
    }

    [Fact(Timeout = 30_000)]
    public async Task Lists_name_my_runs_only()
    {
        await using var owners = await TwoOwners.StartAsync();
        var (anns, bobs) = (owners.Host.Add(owner: "ann"), owners.Host.Add(owner: "bob"));
        foreach (var path in (string[])["/runs", "/runs?status=running", "/runs?limit=1", "/service"])
        {
            var (status, text) = await AskAsync(owners.Bob, "GET", path);
            Assert.Equal(HttpStatusCode.OK, status);
            Assert.DoesNotContain(anns.Now.RunId.Text, text, StringComparison.Ordinal);
            Assert.Contains(bobs.Now.RunId.Text, text, StringComparison.Ordinal);
        }
    }

    private static async Task<(HttpStatusCode Status, string Text)> AskAsync(HttpClient http, string method, string path)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var response = await http.SendAsync(request, Cancellation);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(Cancellation));
    }
}
