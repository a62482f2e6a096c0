using System.Text.Json;
using System.Text.Json.Nodes;

namespace StataRuns.McpFrontend.Cli.Connect.Editing;

/// <summary>VS Code's <c>mcp.json</c>: servers, and the questions whose answers it keeps in the system's key store.</summary>
internal sealed class VsCodeServers : IServerList
{
    private const string Inputs = "inputs";

    private readonly JsonServers _servers = new("servers", allowsComments: true);

    private static JsonObject TokenInput => new()
    {
        ["type"] = "promptString",
        ["id"] = HttpTarget.TokenInput,
        ["description"] = "Token of the StataRuns service",
        ["password"] = true,
    };

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, JsonObject> Read(string text) => _servers.Read(text);

    /// <inheritdoc/>
    public string? Take(string text, string name) => _servers.Take(text, name);

    /// <inheritdoc/>
    public string Put(string text, string name, string taken) => WithInput(_servers.Put(text, name, taken));

    /// <inheritdoc/>
    public string Put(string text, string name, JsonObject entry) => WithInput(_servers.Put(text, name, entry));

    /// <inheritdoc/>
    public string Remove(string text, string name)
    {
        text = _servers.Remove(text, name);
        var document = Document(text);
        if (IsAsked(text) || document.Root.Find(Inputs) is not { } inputs || Question(text, inputs.Value) is not { } question)
        {
            return text;
        }

        return JsonEdit.Remove(document, inputs.Value, question);
    }

    /// <inheritdoc/>
    public bool IsEmpty(string text)
    {
        var document = Document(text);
        return document.Comments.Count == 0 && document.Root.Items.All(item => item.Name is Inputs or "servers" && item.Value.Items.Count == 0);
    }

    private static JsonSpans Document(string text) =>
        JsonSpans.Of(string.IsNullOrWhiteSpace(text) ? "{}" : text, allowsComments: true);

    private bool IsAsked(string text) =>
        _servers.Read(text).Values.Any(entry => entry.ToJsonString().Contains($"${{input:{HttpTarget.TokenInput}}}", StringComparison.Ordinal));

    private string WithInput(string text)
    {
        if (!IsAsked(text))
        {
            return text;
        }

        var document = Document(text);
        return document.Root.Find(Inputs) switch
        {
            null => JsonEdit.Append(document, document.Root, Inputs, new JsonArray(TokenInput)),
            { Value: { Kind: JsonValueKind.Array } inputs } => Question(text, inputs) is null ? JsonEdit.Append(document, inputs, name: null, TokenInput) : text,
            var other => throw new UnreadableConfigException(LineEnds.LineAt(text, other.Start), null, "\"inputs\" is not a list [ … ]."),
        };
    }

    private static JsonItem? Question(string text, JsonSpan inputs) => inputs.Items.FirstOrDefault(
        item => item.Value.Find("id") is { Value: var id } && text[id.Start..id.End] == $"\"{HttpTarget.TokenInput}\"");
}
