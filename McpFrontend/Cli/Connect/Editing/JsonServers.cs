using System.Text.Json;
using System.Text.Json.Nodes;

namespace StataRuns.McpFrontend.Cli.Connect.Editing;

/// <summary>Servers as members of an object in a JSON file.</summary>
/// <param name="key">The object's name.</param>
/// <param name="allowsComments">The client reads comments and trailing commas, too; another one would refuse such a file itself.</param>
internal sealed class JsonServers(string key, bool allowsComments) : IServerList
{
    private readonly JsonDocumentOptions _reading = new()
    {
        CommentHandling = allowsComments ? JsonCommentHandling.Skip : JsonCommentHandling.Disallow,
        AllowTrailingCommas = allowsComments,
    };

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, JsonObject> Read(string text)
    {
        var servers = new Dictionary<string, JsonObject>(StringComparer.Ordinal);
        foreach (var item in Servers(Document(text))?.Items ?? [])
        {
            if (JsonNode.Parse(text[item.Value.Start..item.Value.End], documentOptions: _reading) is JsonObject entry)
            {
                servers[item.Name!] = entry;
            }
        }

        return servers;
    }

    /// <inheritdoc/>
    public string? Take(string text, string name) =>
        Servers(Document(text))?.Find(name) is { Value: var value } ? text[value.Start..value.End] : null;

    /// <inheritdoc/>
    public string Put(string text, string name, string taken)
    {
        var document = Document(text);
        return Servers(document)?.Find(name) is { Value: var value }
            ? JsonEdit.Replace(document, value, taken)
            : Put(text, name, (JsonObject)JsonNode.Parse(taken, documentOptions: _reading)!);
    }

    /// <inheritdoc/>
    public string Put(string text, string name, JsonObject entry)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return JsonSerializer.Serialize(new JsonObject { [key] = new JsonObject { [name] = entry.DeepClone() } }, NewFile) + "\n";
        }

        var document = Document(text);
        if (Servers(document) is not { } servers)
        {
            return JsonEdit.Append(document, document.Root, key, new JsonObject { [name] = entry.DeepClone() });
        }

        return servers.Find(name) is { Value: var value }
            ? JsonEdit.Replace(document, value, JsonStyle.Of(document, servers).Write(entry))
            : JsonEdit.Append(document, servers, name, entry);
    }

    /// <inheritdoc/>
    public string Remove(string text, string name)
    {
        // A name that stands there twice is taken out twice: the first one would come to life again.
        for (var document = Document(text); Servers(document)?.Find(name) is { } item; document = Document(text))
        {
            text = JsonEdit.Remove(document, Servers(document)!, item);
        }

        return text;
    }

    /// <inheritdoc/>
    public bool IsEmpty(string text)
    {
        var document = Document(text);
        return document.Comments.Count == 0 && document.Root.Items.All(item => item.Name == key && item.Value.Items.Count == 0);
    }

    private static JsonSerializerOptions NewFile { get; } = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private JsonSpans Document(string text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return new JsonSpans("{}", new JsonSpan(0, 2, JsonValueKind.Object), []);
        }

        var document = JsonSpans.Of(text, allowsComments);
        return document.Root.Kind == JsonValueKind.Object
            ? document
            : throw new UnreadableConfigException(LineEnds.LineAt(text, document.Root.Start), null, "an object { … } is needed here.");
    }

    private JsonSpan? Servers(JsonSpans document) => document.Root.Find(key) switch
    {
        null => null,
        { Value: { Kind: JsonValueKind.Object } servers } => servers,
        var other => throw new UnreadableConfigException(LineEnds.LineAt(document.Text, other.Start), null, $"\"{key}\" is not an object {{ … }}."),
    };
}
