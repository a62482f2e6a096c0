using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using StataRuns.Hosts;
using StataRuns.Hosts.Transport;
using StataRuns.Mcp.Tests.Fakes;
using StataRuns.Mcp.Tests.Protocol;
using StataRuns.McpFrontend.Security;
using StataRuns.McpFrontend.Serve;
using StataRuns.Runs;

namespace StataRuns.Mcp.Tests.Security;

public sealed class HttpsTests : IDisposable
{
    private readonly ClusterAuthority _authority = ClusterAuthority.Make(DateTimeOffset.UtcNow.AddDays(-1));
    private readonly string _folder = Directory.CreateTempSubdirectory("stataruns-https-").FullName;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Certificate => Path.Join(_folder, "http.pem");

    private string Key => Path.Join(_folder, "http.key");

    public void Dispose()
    {
        _authority.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_call_over_https_is_answered_and_its_delivery_is_seen()
    {
        await IssueAsync(DateTimeOffset.UtcNow);
        await using var gateway = await Gateway.StartAsync(settings => Secured(settings) with { Urls = "https://127.0.0.1:0" });
        using var http = Client(gateway);
        var run = gateway.Host.Add();
        run.End();
        var session = await RawCall.InitializeAsync(http);
        using var request = RawCall.Tool("stata_run_attach", new JsonObject { ["run_id"] = run.Now.RunId.Text }, session: session);
        using var response = await http.SendAsync(request, Cancellation);
        var answer = await RawCall.AnswerAsync(response);
        Assert.Equal("succeeded", answer.GetProperty("result").GetProperty("structuredContent").GetProperty("status").GetString());
        await Eventually.TrueAsync(() => run.Calls[nameof(IRunGrain.HandedOverAsync)] == 1);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_certificate_that_was_renewed_is_used_without_a_restart_and_a_broken_one_is_not()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await IssueAsync(time.GetUtcNow());
        var certificate = new HttpCertificate(Secured(Empty), time, NullLogger<HttpCertificate>.Instance);
        var first = Thumbprint(certificate);
        Assert.Equal(first, Thumbprint(certificate));

        await IssueAsync(time.GetUtcNow());
        Assert.Equal(first, Thumbprint(certificate));
        time.Advance(TimeSpan.FromSeconds(6));
        var second = Thumbprint(certificate);
        Assert.NotEqual(first, second);

        await File.WriteAllTextAsync(Certificate, "half", Cancellation);
        time.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal(second, Thumbprint(certificate));
    }

    [Fact(Timeout = 30_000)]
    public Task Files_that_are_missing_are_a_sentence()
    {
        var message = Assert.Throws<StartException>(
            () => new HttpCertificate(Secured(Empty), TimeProvider.System, NullLogger<HttpCertificate>.Instance)).Message;
        Assert.StartsWith($"Http:Certificate {Certificate} cannot be read", message, StringComparison.Ordinal);
        return Task.CompletedTask;
    }

    private static ServiceSettings Empty => new()
    {
        Host = new HostSettings { DataDirectory = "/nowhere", Host = "lab1", MaxConcurrent = 1, MaxOutputBytes = 1 },
    };

    private static string Thumbprint(HttpCertificate certificate) => certificate.Options().ServerCertificateContext!.TargetCertificate.Thumbprint;

    private ServiceSettings Secured(ServiceSettings settings) => settings with { HttpCertificate = Certificate, HttpCertificateKey = Key };

    private async Task IssueAsync(DateTimeOffset now)
    {
        var (certificate, key) = _authority.Issue("localhost", [IPAddress.Loopback], now);
        await File.WriteAllTextAsync(Certificate, certificate, Cancellation);
        await File.WriteAllTextAsync(Key, key, Cancellation);
    }

    private HttpClient Client(Gateway gateway)
    {
        var handler = new SocketsHttpHandler();
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.Add(X509Certificate2.CreateFromPem(_authority.Pem));
        handler.SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = policy };
        return new HttpClient(handler) { BaseAddress = gateway.Address, DefaultRequestHeaders = { Authorization = gateway.Http.DefaultRequestHeaders.Authorization } };
    }
}
