using StataRuns.Hosts;
using StataRuns.Hosts.Transport;

namespace StataRuns.Cluster.Tests.Transport;

/// <summary>Wrong files stop the start with a sentence that names the setting and the file.</summary>
public sealed class CertificateSettingsSpecs
{
    [Fact(Timeout = 20_000)]
    public Task No_files_are_no_tls_and_some_of_them_are_an_error()
    {
        using var certificates = new CertificateFolder();
        var all = certificates.Settings("silo");
        Assert.NotNull(ClusterCredentials.Load(all, TimeProvider.System));
        Assert.Null(ClusterCredentials.Load(all with { Certificate = null, CertificateKey = null, CertificateAuthority = null }, TimeProvider.System));
        foreach (var some in (ClusterSettings[])[all with { Certificate = null }, all with { CertificateKey = null }, all with { CertificateAuthority = null }])
        {
            Assert.Contains("needs all of", Sentence(some), StringComparison.Ordinal);
        }

        return Task.CompletedTask;
    }

    [Fact(Timeout = 20_000)]
    public async Task A_file_that_is_missing_or_holds_something_else_is_named()
    {
        using var certificates = new CertificateFolder();
        var all = certificates.Settings("silo");
        var nonsense = certificates.PathOf("nonsense");
        await File.WriteAllTextAsync(nonsense, "hello\n", TestContext.Current.CancellationToken);
        foreach (var path in (string[])[certificates.PathOf("missing"), nonsense])
        {
            Assert.StartsWith($"Cluster:Certificate {path} ", Sentence(all with { Certificate = path }), StringComparison.Ordinal);
            Assert.StartsWith($"Cluster:CertificateKey {path} ", Sentence(all with { CertificateKey = path }), StringComparison.Ordinal);
            Assert.StartsWith($"Cluster:CertificateAuthority {path} ", Sentence(all with { CertificateAuthority = path }), StringComparison.Ordinal);
        }
    }

    [Fact(Timeout = 20_000)]
    public Task Files_that_do_not_fit_each_other_are_said_so()
    {
        using var certificates = new CertificateFolder();
        using var others = new CertificateFolder();
        var (mine, theirs) = (certificates.Settings("silo"), others.Settings("silo"));
        Assert.Contains("is not the private key", Sentence(mine with { CertificateKey = theirs.CertificateKey }), StringComparison.Ordinal);
        Assert.Contains("is none of the authority", Sentence(mine with { CertificateAuthority = theirs.CertificateAuthority }), StringComparison.Ordinal);
        return Task.CompletedTask;
    }

    [Fact(Timeout = 20_000)]
    public Task A_certificate_out_of_its_time_is_said_so()
    {
        using var old = new CertificateFolder(DateTimeOffset.UtcNow.AddDays(-826));
        Assert.Contains("has expired", Sentence(old.Settings("silo")), StringComparison.Ordinal);
        using var early = new CertificateFolder(DateTimeOffset.UtcNow.AddDays(1));
        Assert.Contains("clock", Sentence(early.Settings("silo")), StringComparison.Ordinal);
        return Task.CompletedTask;
    }

    private static string Sentence(ClusterSettings settings) =>
        Assert.Throws<StartException>(() => ClusterCredentials.Load(settings, TimeProvider.System)).Message;
}
