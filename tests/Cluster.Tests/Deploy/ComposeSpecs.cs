using Microsoft.Extensions.Configuration;
using StataRuns.Configuration;
using StataRuns.Storage;

namespace StataRuns.Cluster.Tests.Deploy;

/// <summary>What <c>docker-compose.yml</c> says is what the programs take, and what its readers are promised.</summary>
public sealed class ComposeSpecs
{
    private static readonly Dictionary<string, string> None = [];

    private readonly ComposeFile _file = ComposeFile.Read(None);

    [Theory(Timeout = 30_000)]
    [InlineData(null)]
    [InlineData("/usr/local/stata19")]
    public async Task Every_setting_in_it_is_one_that_the_programs_take(string? stata)
    {
        var folder = Directory.CreateTempSubdirectory("stataruns-secrets-").FullName;
        await PreparedSecrets.MakeAsync(folder, "ann", "bob_2");
        var services = ComposeFile.Read(stata is null ? None : new() { ["STATA_DIR"] = stata }).Services.Values.Where(service => service.Target is not null).ToList();
        Assert.NotEmpty(services);
        foreach (var service in services)
        {
            var files = service.EnvironmentFiles.SelectMany(file => PreparedSecrets.Variables(Path.Combine(folder, Path.GetFileName(file))));
            var reader = new SettingsReader(new ConfigurationBuilder().AddInMemoryCollection(
                service.Environment.Concat(files).Select(entry => KeyValuePair.Create(entry.Key.Replace("__", ":", StringComparison.Ordinal), (string?)entry.Value))).Build());
            Assert.Equal(service.Name.StartsWith("lab", StringComparison.Ordinal) && stata is not null ? "/usr/local/stata" : null, reader.Host(standIn: false).StataPath);
            Assert.Equal(service.Target == "gateway" ? ["ann", "bob_2"] : [], reader.ApiKeys().Keys);
            if (reader.Cluster() is { } cluster)
            {
                Assert.Equal("postgres", PostgresSource.Complete(cluster.ConnectionString).Host);
            }
        }

        Directory.Delete(folder, recursive: true);
    }

    [Fact(Timeout = 30_000)]
    public void Whom_a_service_waits_for_is_there_and_can_be_waited_for()
    {
        foreach (var (name, condition) in _file.Services.Values.SelectMany(service => service.WaitsFor))
        {
            var other = Assert.Contains(name, _file.Services);
            Assert.Equal(condition is "service_completed_successfully", other.IsOnce);
            Assert.True(condition is not "service_healthy" || other.HealthCheck.Count > 0, $"{name} does not say how it is");
        }

        Assert.Equal(_file.Services.Count, _file.InOrder().Count());
    }

    [Fact(Timeout = 30_000)]
    public void Only_the_proxy_can_be_reached_from_outside_and_by_default_from_this_machine_only()
    {
        var open = Assert.Single(_file.Services.Values, service => service.Ports.Count > 0);
        Assert.Equal("proxy", open.Name);
        Assert.StartsWith("127.0.0.1:", Assert.Single(open.Ports), StringComparison.Ordinal);
        foreach (var service in _file.Services.Values.Where(service => service.Name != "proxy"))
        {
            Assert.All(service.Networks, network => Assert.True(_file.Networks[network], $"{service.Name} is in {network}, which leads outside"));
            Assert.False(service.Networks.Count == 0 && service.Entries.GetValueOrDefault("network_mode") is not "none", $"{service.Name} is in a network that nobody made for it");
        }

        Assert.All(_file.Services.Values.Where(service => service.Target is "gateway"), gateway =>
            Assert.Equal(open.AddressIn("front"), gateway.Environment["StataRuns__Http__TrustProxy"]));
    }

    [Fact(Timeout = 30_000)]
    public void What_stays_comes_back_and_says_how_it_is()
    {
        Assert.All(_file.Services.Values.Where(service => !service.IsOnce), service =>
        {
            Assert.Equal("unless-stopped", service.Restart);
            Assert.NotEmpty(service.HealthCheck);
        });
    }

    [Fact(Timeout = 30_000)]
    public void No_password_and_no_key_stands_in_it()
    {
        var text = File.ReadAllText(ComposeFile.FilePath);
        Assert.DoesNotContain("Password=", text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("sr_", text, StringComparison.Ordinal);
        Assert.All(_file.Secrets.Values, file => Assert.StartsWith("secrets/", file, StringComparison.Ordinal));
        Assert.All(_file.Services.Values.SelectMany(service => service.Environment.Keys), key =>
            Assert.False(key.Contains("Token", StringComparison.OrdinalIgnoreCase) || (key.Contains("PASSWORD", StringComparison.Ordinal) && !key.EndsWith("_FILE", StringComparison.Ordinal)), key));
    }

    [Fact(Timeout = 30_000)]
    public void What_it_names_it_has_and_what_it_has_it_uses()
    {
        var services = _file.Services.Values;
        Assert.Equal(_file.Secrets.Keys.Order(), services.SelectMany(service => service.Secrets).Distinct().Order());
        Assert.Equal(_file.Networks.Keys.Order(), services.SelectMany(service => service.Networks).Distinct().Order());
        Assert.Equal(_file.Volumes.Order(), services.SelectMany(service => service.Volumes)
            .Select(volume => volume.Split(':')[0]).Where(source => !source.Contains('/', StringComparison.Ordinal)).Distinct().Order());
        Assert.All(services.SelectMany(service => service.Volumes).Select(volume => volume.Split(':')[0]).Where(source => source.StartsWith("./", StringComparison.Ordinal)), source =>
            Assert.True(Path.Exists(Path.Combine(Path.GetDirectoryName(ComposeFile.FilePath)!, source)), source));
    }

    [Fact(Timeout = 30_000)]
    public void Our_programs_and_the_proxy_have_no_rights_and_write_to_their_volumes_only()
    {
        var images = new ImageFile();
        foreach (var service in _file.Services.Values)
        {
            Assert.True(service.IsReadOnly, service.Name);
            Assert.Contains("no-new-privileges:true", service.Words("security_opt"));
            if (service.Name != "postgres")
            {
                Assert.Equal(["ALL"], service.Words("cap_drop"));
                Assert.Matches("^[1-9][0-9]*:[1-9][0-9]*$", service.User ?? images.User(service.Target!));
            }
        }
    }
}
