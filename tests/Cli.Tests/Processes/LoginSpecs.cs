using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using StataRuns.Hosts.Transport;

namespace StataRuns.Cli.Tests.Processes;

/// <summary>The real program: what a login tries before it keeps a key, and what it says where something is wrong.</summary>
public sealed class LoginSpecs
{
    [Fact(Timeout = 60_000)]
    public async Task A_wrong_key_is_not_kept_and_does_not_take_the_place_of_the_right_one()
    {
        await using var laptop = new Laptop();
        await laptop.StartServerAsync();
        var (code, _, error) = await laptop.RunAsync(["login", laptop.Url], "sr_wrong\n");
        Assert.Equal(2, code);
        Assert.Contains($"The server at {laptop.Url} does not accept the key", error, StringComparison.Ordinal);
        Assert.False(File.Exists(laptop.KeptFile));

        await laptop.LogInAsync();
        Assert.Equal(2, (await laptop.RunAsync(["login", laptop.Url], "sr_wrong\n")).Code);
        Assert.Equal(2, (await laptop.RunAsync(["login", laptop.Url], "\n")).Code);
        Assert.Equal(0, (await laptop.RunAsync(["status"])).Code);

        (code, _, error) = await laptop.RunAsync(["ps", "--server", laptop.Url], null, ("STATARUNS_KEY", "sr_wrong"));
        Assert.Equal(2, code);
        Assert.Contains("does not accept the key", error, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_key_that_is_typed_is_not_shown()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "\"script\" of Linux makes the terminal.");
        await using var laptop = new Laptop();
        await laptop.StartServerAsync();
        using var process = Process.Start(laptop.Start("script", ["-qfec", $"{Laptop.Program} login {laptop.Url}", "/dev/null"], ("TERM", "xterm")))!;
        var shown = new StringBuilder();
        var buffer = new byte[4_096];
        var isTyped = false;
        while (await process.StandardOutput.BaseStream.ReadAsync(buffer, TestContext.Current.CancellationToken) is > 0 and var count)
        {
            shown.Append(Encoding.UTF8.GetString(buffer, 0, count));
            if (!isTyped && shown.ToString().Contains("it is not shown): ", StringComparison.Ordinal))
            {
                // At once and as a whole, as a paste is.
                isTyped = true;
                await process.StandardInput.WriteAsync(laptop.Key + "\n");
                await process.StandardInput.FlushAsync(TestContext.Current.CancellationToken);
            }
        }

        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Contains("as ann", shown.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(laptop.Key, shown.ToString(), StringComparison.Ordinal);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 2\r\nConnection: close\r\n\r\nhi", "there is no StataRuns service")]
    [InlineData("HTTP/1.1 401 Unauthorized\r\nContent-Type: text/plain\r\nContent-Length: 2\r\nConnection: close\r\n\r\nno", "there is no StataRuns service")]
    [InlineData("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", "there is no StataRuns service")]
    [InlineData("HTTP/1.1 301 Moved\r\nLocation: https://lab.example.org/\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", "sends on to https://lab.example.org/")]
    [InlineData("SSH-2.0-OpenSSH_9.6\r\n", "there is no StataRuns service")]
    public async Task A_key_is_not_sent_to_what_is_no_StataRuns_service(string answer, string sentence)
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var heard = new StringBuilder();
        var serving = ServeAsync(other, answer, heard);
        await using var laptop = new Laptop();
        var url = $"http://{other.LocalEndpoint}";
        var (code, _, error) = await laptop.RunAsync(["login", url], laptop.Key + "\n");
        Assert.Equal(2, code);
        Assert.Contains(sentence, error, StringComparison.Ordinal);
        Assert.Contains(url, error, StringComparison.Ordinal);
        other.Stop();
        await serving;
        Assert.DoesNotContain(laptop.Key, heard.ToString(), StringComparison.Ordinal);
        Assert.False(File.Exists(laptop.KeptFile));
    }

    [Theory(Timeout = 60_000)]
    [InlineData("http://127.0.0.1:9", 3, "The server at http://127.0.0.1:9 cannot be reached")]
    [InlineData("https://no-such-host.invalid", 3, "the name no-such-host.invalid is not known here")]
    [InlineData("http://lab.example.org:4000", 2, "not encrypted")]
    [InlineData("lab.example.org", 2, "must be an address such as https://")]
    public async Task What_cannot_be_reached_and_what_would_show_the_key_have_a_sentence_each(string url, int expected, string sentence)
    {
        await using var laptop = new Laptop();
        var (code, _, error) = await laptop.RunAsync(["login", url], laptop.Key + "\n");
        Assert.Equal(expected, code);
        Assert.Contains(sentence, Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        (code, _, error) = await laptop.RunAsync(["status", "--server", url], null, ("STATARUNS_KEY", laptop.Key));
        Assert.Equal(expected, code);
        Assert.Contains(sentence, error, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_certificate_that_is_not_trusted_is_named_and_one_of_a_known_authority_is_not()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Elsewhere the system's own store would have to be changed.");
        await using var laptop = new Laptop();
        using var authority = ClusterAuthority.Make(DateTimeOffset.UtcNow);
        var (certificate, privateKey) = authority.Issue("localhost", [IPAddress.Loopback], DateTimeOffset.UtcNow);
        var known = laptop.Server.DoFile("ca.pem", authority.Pem);
        await laptop.StartServerAsync(
            $"--StataRuns:Http:Certificate={laptop.Server.DoFile("http.pem", certificate)}", $"--StataRuns:Http:CertificateKey={laptop.Server.DoFile("http.key", privateKey)}");

        var (code, _, error) = await laptop.RunAsync(["login", laptop.Url], laptop.Key + "\n");
        Assert.Equal(3, code);
        Assert.Contains($"The certificate of {laptop.Url} is not trusted, so nothing was sent to it", error, StringComparison.Ordinal);

        (code, _, error) = await laptop.RunAsync(["login", laptop.Url], laptop.Key + "\n", ("SSL_CERT_FILE", known));
        Assert.True(code == 0, error);
        (code, _, error) = await laptop.RunAsync(["ps"], null, ("SSL_CERT_FILE", known));
        Assert.True(code == 0, error);
        (code, _, error) = await laptop.RunAsync(["ps"]);
        Assert.Equal(3, code);
        Assert.Contains("is not trusted", error, StringComparison.Ordinal);

        // The other way round: no encryption where the server wants it.
        (code, _, error) = await laptop.RunAsync(["status", "--server", laptop.Url.Replace("https", "http", StringComparison.Ordinal)]);
        Assert.True(code is 2 or 3, error);
    }

    private static async Task ServeAsync(TcpListener listener, string answer, StringBuilder heard)
    {
        try
        {
            while (true)
            {
                using var client = await listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
                var buffer = new byte[4_096];
                var count = await client.GetStream().ReadAsync(buffer, TestContext.Current.CancellationToken);
                heard.Append(Encoding.UTF8.GetString(buffer, 0, count));
                await client.GetStream().WriteAsync(Encoding.UTF8.GetBytes(answer), TestContext.Current.CancellationToken);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or OperationCanceledException or IOException)
        {
            // Stopped.
        }
    }
}
