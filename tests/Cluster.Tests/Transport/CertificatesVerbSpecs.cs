using System.Diagnostics;
using StataRuns.Hosts;
using StataRuns.Hosts.Transport;

namespace StataRuns.Cluster.Tests.Transport;

/// <summary>The real program: the certificates that it makes are those that a cluster takes.</summary>
public sealed class CertificatesVerbSpecs : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("stataruns-certificates-").FullName;

    private string Certificates => Path.Join(_folder, "made");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact(Timeout = 60_000)]
    public async Task What_it_makes_is_private_and_is_what_a_cluster_takes()
    {
        Assert.Equal(0, (await CallAsync("certificates", Certificates, "lab1", "10.0.0.5")).Code);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Certificates));
            foreach (var file in Directory.GetFiles(Certificates))
            {
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
            }
        }

        await using var cluster = await SmallCluster.StartAsync(Settings("lab1"));
        Assert.NotEmpty(await (await cluster.ConnectAsync(Settings("10.0.0.5"))).GetHosts(onlyActive: true, TestContext.Current.CancellationToken));
    }

    [Fact(Timeout = 60_000)]
    public async Task The_authority_stays_so_that_machines_can_be_added()
    {
        await CallAsync("certificates", Certificates, "lab1");
        var authority = await File.ReadAllTextAsync(Path.Join(Certificates, "ca.pem"), TestContext.Current.CancellationToken);
        var (code, output, _) = await CallAsync("certificates", Certificates, "lab2");
        Assert.Equal(0, code);
        Assert.Contains("lab2.pem", output, StringComparison.Ordinal);
        Assert.Equal(authority, await File.ReadAllTextAsync(Path.Join(Certificates, "ca.pem"), TestContext.Current.CancellationToken));
        Assert.NotNull(ClusterCredentials.Load(Settings("lab1"), TimeProvider.System));
        Assert.NotNull(ClusterCredentials.Load(Settings("lab2"), TimeProvider.System));

        File.Delete(Path.Join(Certificates, "ca.key"));
        var (lost, _, error) = await CallAsync("certificates", Certificates, "lab3");
        Assert.Equal(2, lost);
        Assert.Contains("cannot be used", error, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Join(Certificates, "lab3.pem")));
    }

    [Theory(Timeout = 60_000)]
    [InlineData("ca")]
    [InlineData("../lab1")]
    [InlineData("a b")]
    public async Task What_is_no_machines_name_makes_no_file(string name)
    {
        var (code, _, error) = await CallAsync("certificates", Certificates, name);
        Assert.Equal(2, code);
        Assert.Contains($"\"{name}\" is no machine's name", error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Certificates));
    }

    private ClusterSettings Settings(string name) => new()
    {
        ConnectionString = "none",
        AdvertisedAddress = "127.0.0.1",
        Certificate = Path.Join(Certificates, $"{name}.pem"),
        CertificateKey = Path.Join(Certificates, $"{name}.key"),
        CertificateAuthority = Path.Join(Certificates, "ca.pem"),
    };

    private static async Task<(int Code, string Output, string Error)> CallAsync(params string[] arguments)
    {
        var program = Built.Silo;
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken), process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output, await error);
    }
}
