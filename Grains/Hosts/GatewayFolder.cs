using System.Text.Json;
using System.Text.Json.Serialization;
using StataRuns.Configuration;
using StataRuns.Runner.Protocol;

namespace StataRuns.Hosts;

/// <summary>
/// Marks a data folder as a gateway's, for good (<c>gateway.json</c>): written and flushed before the gateway listens, never removed by a program. An embedded service asks for
/// the mark while it holds the folder's lock, under which the mark is written too: so it cannot start in a folder where a gateway has ever listened, whatever was killed there.
/// </summary>
internal sealed record GatewayFolder
{
    /// <summary>Which cluster's, for messages: database and server, without secrets.</summary>
    public required string Cluster { get; init; }

    /// <summary>The version of the program that marked it.</summary>
    public required string Version { get; init; }

    /// <summary>When it was marked.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>The file that says so.</summary>
    [JsonIgnore]
    public string Path { get; private init; } = "";

    /// <summary>Where the mark of a data folder is.</summary>
    public static string PathIn(string dataDirectory) => System.IO.Path.Combine(dataDirectory, "gateway.json");

    /// <summary>The mark of a data folder; null where none says that the folder is a gateway's.</summary>
    /// <exception cref="ConfigurationException">Another user could have written it.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static GatewayFolder? Of(string dataDirectory)
    {
        var path = PathIn(dataDirectory);
        if (OwnFile.TryRead(path) is { } bytes)
        {
            return Parse(bytes) with { Path = path };
        }

        // A gateway of the version before wrote no mark. What it left behind when it was killed is a record of a service beside none of what an embedded one makes before its record.
        var record = ServiceRecord.PathIn(dataDirectory);
        return ServiceRecord.TryRead(record) is { } service && !EmbeddedNames.Any(name => System.IO.Path.Exists(System.IO.Path.Combine(dataDirectory, name)))
            ? new GatewayFolder { Cluster = Unknown, Version = service.Version, Since = service.StartedAt, Path = record }
            : null;
    }

    /// <summary>Marks a data folder; the caller holds its lock.</summary>
    /// <param name="dataDirectory">The folder.</param>
    /// <param name="cluster">The cluster, for messages.</param>
    /// <param name="now">The time.</param>
    /// <exception cref="IOException">It cannot be written: then the gateway must not listen.</exception>
    public static void Mark(string dataDirectory, string cluster, DateTimeOffset now)
    {
        var path = PathIn(dataDirectory);
        if (OwnFile.TryRead(path) is { } bytes && Parse(bytes).Cluster == cluster)
        {
            return;
        }

        PrivateFile.Write(path, JsonSerializer.Serialize(new GatewayFolder { Cluster = cluster, Version = ProductVersion.Text, Since = now }, GatewayFolderJson.Default.GatewayFolder));
        DurableFile.FlushFolder(dataDirectory);
    }

    /// <summary>Refuses an embedded service in a gateway's data folder; the caller holds the folder's lock.</summary>
    /// <exception cref="StartException">The folder is a gateway's; the message says how to go on.</exception>
    public static void Refuse(string dataDirectory)
    {
        if (Of(dataDirectory) is { } gateway)
        {
            throw new StartException(
                $"{dataDirectory} is the data folder of a gateway ({gateway.Cluster}): an embedded service there would know none of the cluster's runs, and would keep the gateway from starting. Start the gateway, with its StataRuns:Cluster settings, or give another StataRuns:DataDirectory. If no gateway will use this folder again, remove {gateway.Path}.");
        }
    }

    private const string Unknown = "of a cluster";

    private static readonly string[] EmbeddedNames = ["host", "stataruns.db", "runs"];

    /// <summary>A mark that cannot be read is one all the same: whatever a disk did to its content, a gateway was here.</summary>
    private static GatewayFolder Parse(byte[] bytes)
    {
        try
        {
            if (JsonSerializer.Deserialize(bytes, GatewayFolderJson.Default.GatewayFolder) is { } mark)
            {
                return mark;
            }
        }
        catch (JsonException)
        {
            // Torn.
        }

        return new GatewayFolder { Cluster = Unknown, Version = "", Since = default };
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(GatewayFolder))]
internal sealed partial class GatewayFolderJson : JsonSerializerContext;
