using System.Text;
using System.Text.Json.Nodes;
using Tomlyn;
using Tomlyn.Model;
using Tomlyn.Parsing;
using Tomlyn.Syntax;

namespace StataRuns.McpFrontend.Cli.Connect.Editing;

/// <summary>
/// Servers as tables <c>[mcp_servers.NAME]</c> of a TOML file. The parser says where tables stand; the text is changed by hand,
/// so that everything between them stays. Servers in TOML's other forms (inline tables, dotted keys) are read and never changed.
/// </summary>
internal sealed class TomlServers : IServerList
{
    private const string List = "mcp_servers";

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, JsonObject> Read(string text)
    {
        Parse(text);
        return TomlSerializer.Deserialize<TomlTable>(text) is { } root && root.TryGetValue(List, out var value) && value is TomlTable servers
            ? servers.Where(server => server.Value is TomlTable).ToDictionary(server => server.Key, server => Json((TomlTable)server.Value), StringComparer.Ordinal)
            : [];
    }

    /// <inheritdoc/>
    public string? Take(string text, string name)
    {
        var tables = Tables(text, name);
        return tables.Count == 0 ? null : Parts(text, tables);
    }

    /// <inheritdoc/>
    public string Put(string text, string name, string taken)
    {
        var newLine = LineEnds.Of(text);
        taken = taken.ReplaceLineEndings(newLine).TrimEnd() + newLine;
        var tables = Tables(text, name);
        if (tables.Count > 0)
        {
            var head = tables[0].Span;
            var rest = Without(text, tables.Skip(1));
            return Checked(rest[..head.Offset] + taken + rest[(head.Offset + head.Length)..]);
        }

        var gap = string.IsNullOrWhiteSpace(text) ? "" : text.EndsWith('\n') ? newLine : newLine + newLine;
        return Checked(text + gap + taken);
    }

    /// <inheritdoc/>
    public string Put(string text, string name, JsonObject entry) => Put(text, name, TomlText.Table([List, name], entry, LineEnds.Of(text)));

    /// <inheritdoc/>
    public string Remove(string text, string name) => Checked(Without(text, Tables(text, name)));

    /// <inheritdoc/>
    public bool IsEmpty(string text) => string.IsNullOrWhiteSpace(text);

    /// <summary>The tables of a server, and of what is within it, in order.</summary>
    private static List<TableSyntaxBase> Tables(string text, string name)
    {
        var document = Parse(text);
        foreach (var pair in document.KeyValues)
        {
            RefuseOtherForms(text, pair.Span.Offset, Path(pair.Key), pair.Value, name);
        }

        List<TableSyntaxBase> tables = [];
        foreach (var table in document.Tables)
        {
            var path = Path(table.Name);
            if (path is [List, var server, ..] && server == name)
            {
                if (table is TableArraySyntax)
                {
                    throw new UnreadableConfigException(LineEnds.LineAt(text, table.Span.Offset), null, $"[[{List}.{name}]] is a list of tables; change it by hand.");
                }

                tables.Add(table);
            }
            else if (path is [List])
            {
                foreach (var pair in table.Items)
                {
                    RefuseOtherForms(text, pair.Span.Offset, [List, .. Path(pair.Key)], pair.Value, name);
                }
            }
        }

        return tables;
    }

    private static void RefuseOtherForms(string text, int offset, IReadOnlyList<string> path, ValueSyntax? value, string name)
    {
        if (path is [List] && value is InlineTableSyntax)
        {
            throw new UnreadableConfigException(LineEnds.LineAt(text, offset), null, $"{List} = {{ … }} is closed to tables elsewhere; add the server by hand.");
        }

        if (path is [List, var server, ..] && server == name)
        {
            throw new UnreadableConfigException(LineEnds.LineAt(text, offset), null, $"\"{name}\" is not written as a table [{List}.{name}]; change it by hand.");
        }
    }

    /// <summary>The text without tables, and without the empty line before each.</summary>
    private static string Without(string text, IEnumerable<TableSyntaxBase> tables)
    {
        foreach (var span in tables.Select(table => table.Span).OrderByDescending(span => span.Offset))
        {
            var begin = span.Offset;
            if (begin > 0 && text.AsSpan(0, begin).TrimEnd(" \t") is var before && before.EndsWith("\n") && before[..^1].TrimEnd(" \t\r") is var empty && empty.EndsWith("\n"))
            {
                begin = empty.Length;
            }
            else if (string.IsNullOrWhiteSpace(text[..begin]))
            {
                begin = 0;
            }

            text = text[..begin] + text[(span.Offset + span.Length)..];
        }

        return text;
    }

    private static string Parts(string text, IEnumerable<TableSyntaxBase> tables) =>
        tables.Aggregate(new StringBuilder(), (parts, table) => parts.Append(parts.Length == 0 ? "" : "\n").Append(text, table.Span.Offset, table.Span.Length)).ToString();

    private static DocumentSyntax Parse(string text)
    {
        var document = SyntaxParser.Parse(text, "", validate: true);
        foreach (var message in document.Diagnostics)
        {
            if (message.Kind == DiagnosticMessageKind.Error)
            {
                throw new UnreadableConfigException(message.Span.Start.Line + 1, message.Span.Start.Column + 1, $"{message.Message.TrimEnd('.')}.");
            }
        }

        return document;
    }

    /// <summary>A change that would break the file is none.</summary>
    private static string Checked(string text)
    {
        Parse(text);
        return text;
    }

    private static List<string> Path(KeySyntax? key) =>
        key is null ? [] : [Word(key.Key), .. key.DotKeys.Select(part => Word(part.Key))];

    private static string Word(BareKeyOrStringValueSyntax? word) => word switch
    {
        StringValueSyntax quoted => quoted.Value ?? "",
        BareKeySyntax bare => bare.Key?.Text ?? "",
        _ => "",
    };

    private static JsonObject Json(TomlTable table) =>
        new(table.Select(pair => KeyValuePair.Create(pair.Key, Json(pair.Value))));

    private static JsonNode? Json(object? value) => value switch
    {
        TomlTable table => Json(table),
        TomlArray list => new JsonArray([.. list.Select(Json)]),
        TomlTableArray list => new JsonArray([.. list.Select(table => (JsonNode)Json(table))]),
        string text => text,
        bool flag => flag,
        long number => number,
        double number => number.ToString("R", System.Globalization.CultureInfo.InvariantCulture),
        null => null,
        _ => value.ToString(),
    };
}
