using StataRuns.Clients.Tests.Clients;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace StataRuns.Cluster.Tests.Deploy;

/// <summary><c>docker-compose.yml</c> as Compose reads it: anchors merged, variables filled in.</summary>
internal sealed class ComposeFile
{
    private readonly IReadOnlyDictionary<string, object> _entries;

    private ComposeFile(IReadOnlyDictionary<string, object> entries) => _entries = entries;

    public static string FilePath { get; } = Path.Combine(Built.Repository, "docker-compose.yml");

    public IReadOnlyDictionary<string, ComposeService> Services =>
        Map(_entries["services"]).ToDictionary(entry => entry.Key, entry => new ComposeService(entry.Key, Map(entry.Value)));

    public IReadOnlyCollection<string> Volumes => [.. Map(_entries["volumes"]).Keys];

    /// <summary>The networks; true for one that leads nowhere else.</summary>
    public IReadOnlyDictionary<string, bool> Networks =>
        Map(_entries["networks"]).ToDictionary(entry => entry.Key, entry => Map(entry.Value).GetValueOrDefault("internal") is "true");

    /// <summary>The secrets, and their files.</summary>
    public IReadOnlyDictionary<string, string> Secrets =>
        Map(_entries["secrets"]).ToDictionary(entry => entry.Key, entry => (string)Map(entry.Value)["file"]);

    /// <summary>The services in an order in which each comes after those that it waits for.</summary>
    public IEnumerable<ComposeService> InOrder()
    {
        var left = Services.Values.ToList();
        HashSet<string> begun = [];
        while (left.Count > 0)
        {
            var next = left.First(service => service.WaitsFor.Keys.All(begun.Contains));
            left.Remove(next);
            begun.Add(next.Name);
            yield return next;
        }
    }

    public static ComposeFile Read(IReadOnlyDictionary<string, string> variables)
    {
        using var text = new StringReader(File.ReadAllText(FilePath));
        var raw = new DeserializerBuilder().Build().Deserialize<object>(new MergingParser(new Parser(text)));
        return new ComposeFile(Map(Filled(raw, variables)));
    }

    /// <summary>A mapping; an empty one where there is none.</summary>
    public static IReadOnlyDictionary<string, object> Map(object? node) => node as IReadOnlyDictionary<string, object> ?? new Dictionary<string, object>();

    /// <summary>A list of words; an empty one where there is none.</summary>
    public static IReadOnlyList<string> Words(object? node) => node is IReadOnlyList<object> list ? [.. list.Cast<string>()] : [];

    private static object Filled(object? node, IReadOnlyDictionary<string, string> variables) => node switch
    {
        Dictionary<object, object> map => map.ToDictionary(entry => (string)entry.Key, entry => Filled(entry.Value, variables)),
        List<object> list => list.ConvertAll(entry => Filled(entry, variables)),
        string text => Interpolation.Apply(text, variables),
        _ => "",
    };
}
