using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using StataRuns.Hosts;

namespace StataRuns.Cluster.Tests.Transport;

public sealed class ClusterTlsSpecs
{
    private static readonly ClusterSettings Open = new() { ConnectionString = "none", AdvertisedAddress = "127.0.0.1" };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task Silos_and_clients_with_certificates_of_the_authority_work_together()
    {
        using var certificates = new CertificateFolder();
        await using var cluster = await SmallCluster.StartAsync(certificates.Settings("first"));
        await cluster.AddSiloAsync(certificates.Settings("second"));
        var management = await cluster.ConnectAsync(certificates.Settings("gateway"));
        await Eventually.TrueAsync(async () => (await management.GetHosts(onlyActive: true, Cancellation)).Count == 2, "two silos are active");

        // This call goes from the client to one silo and from there to both.
        var hosts = await management.GetHosts(onlyActive: true, Cancellation);
        var statistics = await management.GetRuntimeStatistics([.. hosts.Keys], Cancellation);
        Assert.Equal(2, statistics.Length);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_client_of_another_authority_does_not_get_in()
    {
        using var certificates = new CertificateFolder();
        using var others = new CertificateFolder();
        await using var cluster = await SmallCluster.StartAsync(certificates.Settings("silo"));
        await Assert.ThrowsAnyAsync<Exception>(() => cluster.ConnectAsync(others.Settings("gateway")));

        // One that believes our silo's authority, and has a certificate of another, is not let in either.
        var forged = others.Settings("forger");
        others.Believe(certificates);
        await Assert.ThrowsAnyAsync<Exception>(() => cluster.ConnectAsync(forged));
        Assert.NotEmpty(await (await cluster.ConnectAsync(certificates.Settings("right"))).GetHosts(onlyActive: true, Cancellation));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_client_without_certificates_does_not_get_in()
    {
        using var certificates = new CertificateFolder();
        await using var cluster = await SmallCluster.StartAsync(certificates.Settings("silo"));
        await Assert.ThrowsAnyAsync<Exception>(() => cluster.ConnectAsync(Open));
    }

    [Theory(Timeout = 60_000)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_stranger_on_a_port_learns_nothing_not_even_the_clusters_id(bool isProtected)
    {
        using var certificates = new CertificateFolder();
        await using var cluster = await SmallCluster.StartAsync(isProtected ? certificates.Settings("silo") : Open);
        foreach (var port in (int[])[cluster.SiloPort, cluster.GatewayPort])
        {
            var said = await TalkAsync(port, Encoding.ASCII.GetBytes("\0\0\0\u0010hello, who are you?"));
            // Without TLS a silo's port greets everybody with it: that is what this protects from. A gateway's port waits for words.
            Assert.Equal(
                !isProtected && port == cluster.SiloPort, Encoding.ASCII.GetString(said).Contains(SmallCluster.Id, StringComparison.Ordinal));
            if (isProtected)
            {
                Assert.True(said.Length is 0 || (said.Length < 32 && said[0] == 0x15), $"TLS' alert or nothing, and not {Convert.ToHexString(said)}");
            }
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task Who_speaks_tls_without_a_certificate_hears_nothing_behind_the_handshake()
    {
        using var certificates = new CertificateFolder();
        await using var cluster = await SmallCluster.StartAsync(certificates.Settings("silo"));
        foreach (var port in (int[])[cluster.SiloPort, cluster.GatewayPort])
        {
            using var tcp = new TcpClient();
            await tcp.ConnectAsync("127.0.0.1", port, Cancellation);
            await using var tls = new SslStream(tcp.GetStream());
            var heard = -1;
            try
            {
                await tls.AuthenticateAsClientAsync(
                    new SslClientAuthenticationOptions { TargetHost = "x", RemoteCertificateValidationCallback = (_, shown, _, _) => shown is not null }, Cancellation);
                heard = await tls.ReadAsync(new byte[1_000], Cancellation);
            }
            catch (Exception e) when (e is AuthenticationException or IOException)
            {
                heard = 0;
            }

            Assert.Equal(0, heard);
        }
    }

    /// <summary>Listens to what a port says unasked, then says something, and hears it out.</summary>
    private static async Task<byte[]> TalkAsync(int port, byte[] words)
    {
        using var tcp = new TcpClient();
        await tcp.ConnectAsync("127.0.0.1", port, Cancellation);
        var stream = tcp.GetStream();
        using var heard = new MemoryStream();
        try
        {
            await HearAsync(stream, heard, TimeSpan.FromSeconds(1));
            await stream.WriteAsync(words, Cancellation);
            await HearAsync(stream, heard, TimeSpan.FromSeconds(3));
        }
        catch (IOException)
        {
            // It hung up.
        }

        return heard.ToArray();
    }

    private static async Task HearAsync(NetworkStream stream, MemoryStream heard, TimeSpan patience)
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        bound.CancelAfter(patience);
        var buffer = new byte[4_096];
        try
        {
            while (await stream.ReadAsync(buffer, bound.Token) is > 0 and var count)
            {
                await heard.WriteAsync(buffer.AsMemory(0, count), Cancellation);
            }
        }
        catch (OperationCanceledException) when (!Cancellation.IsCancellationRequested)
        {
            // It says nothing more.
        }
    }
}
