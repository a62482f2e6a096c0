using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using StataRuns.Hosts;
using StataRuns.Hosts.Transport;

namespace StataRuns.Cluster.Tests.Transport;

/// <summary>A silo that others can reach and that encrypts nothing says so.</summary>
public sealed class UnprotectedClusterSpecs
{
    [Theory(Timeout = 20_000)]
    [InlineData(null, true)]
    [InlineData("10.0.0.5", true)]
    [InlineData("lab2", true)]
    [InlineData("127.0.0.1", false)]
    [InlineData("::1", false)]
    [InlineData("localhost", false)]
    public Task It_is_said_where_others_can_reach_it(string? address, bool isSaid)
    {
        Assert.Equal(isSaid, Warns(new ClusterSettings { ConnectionString = "none", AdvertisedAddress = address }));
        return Task.CompletedTask;
    }

    [Fact(Timeout = 20_000)]
    public Task With_certificates_there_is_nothing_to_say()
    {
        using var certificates = new CertificateFolder();
        Assert.False(Warns(certificates.Settings("silo") with { AdvertisedAddress = "10.0.0.5" }));
        return Task.CompletedTask;
    }

    private static bool Warns(ClusterSettings settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.UseOrleans(silo => silo.UseClusterTls(settings));
        return builder.Services.Any(service => service.ImplementationType == typeof(UnprotectedClusterWarning));
    }
}
