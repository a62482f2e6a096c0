using System.Net;
using System.Text.RegularExpressions;

namespace StataRuns.Service.Tests;

/// <summary>The Orleans Dashboard's own addresses, asked for what there is not.</summary>
public sealed partial class DashboardSpecs : IDisposable
{
    private readonly DataFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact(Timeout = 120_000)]
    public async Task An_address_that_names_no_silo_is_refused_with_words_and_one_that_does_is_answered()
    {
        await using var service = await RunningService.StartAsync(_folder);
        foreach (var page in (string[])["HistoricalStats", "SiloProperties", "SiloMetadata", "SiloCounters", "siloproperties"])
        {
            foreach (var (silo, status) in ((string, HttpStatusCode)[])[("x", HttpStatusCode.BadRequest), ("127.0.0.1:1", HttpStatusCode.BadRequest), ("127.0.0.1:1@1", HttpStatusCode.NotFound)])
            {
                using var refused = await GetAsync(service, $"/dashboard/{page}/{silo}");
                Assert.Equal(status, refused.StatusCode);
                Assert.Contains("silo", await refused.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
            }
        }

        string? silos = null;
        await Eventually.TrueAsync(
            async () => (silos = await TextAsync(service, "/dashboard/DashboardCounters")).Contains("siloAddress\":\"", StringComparison.Ordinal), "the dashboard knows its silos");
        var address = SiloAddress().Match(silos!).Groups[1].Value;
        foreach (var page in (string[])["HistoricalStats", "SiloProperties", "SiloCounters"])
        {
            using var answered = await GetAsync(service, $"/dashboard/{page}/{address}");
            Assert.Equal(HttpStatusCode.OK, answered.StatusCode);
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task A_page_that_there_is_not_says_so()
    {
        await using var service = await RunningService.StartAsync(_folder);
        using var response = await GetAsync(service, "/dashboard/nothing");
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.NotEmpty(await response.Content.ReadAsStringAsync(Cancellation));
    }

    private static async Task<string> TextAsync(RunningService service, string path)
    {
        using var response = await GetAsync(service, path);
        return await response.Content.ReadAsStringAsync(Cancellation);
    }

    private static async Task<HttpResponseMessage> GetAsync(RunningService service, string path)
    {
        using var http = new HttpClient { DefaultRequestHeaders = { Authorization = new("Bearer", service.Token) } };
        return await http.GetAsync(new Uri(service.Url + path), Cancellation);
    }

    [GeneratedRegex("\"siloAddress\":\"([^\"]+)\"")]
    private static partial Regex SiloAddress();
}
