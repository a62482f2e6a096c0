using System.Text;

namespace StataRuns.Mcp.Tests.Messages;

/// <summary>Changes a message a little, by a random number alone: the same seed makes the same message.</summary>
internal static class Mutation
{
    private static readonly string[] Values =
    [
        "null", "true", "0", "-1", "1.5", "1e999", "9223372036854775808", "\"\"", "\"x\"", "\"\\ud800\"", "\"\\udc00x\"", "\"\\u0000\"", "[]", "{}", "[null]",
        "[[[[]]]]", "{\"a\":1,\"A\":2}", "{\"a\":1,\"a\":2}", "{\"_meta\":{}}", "\"2026-07-28\"", "\"2025-11-25\"", "\"stata://runs/x\"", "\"tools/call\"", "\"initialize\"",
    ];

    private static readonly string[] Names =
    [
        "_meta", "_META", "params", "Params", "method", "id", "ID", "jsonrpc", "result", "error", "name", "NAME", "uri", "arguments", "ref", "argument", "cursor",
        "progressToken", "protocolVersion", "capabilities", "clientInfo", "io.modelcontextprotocol/protocolVersion", "io.modelcontextprotocol/clientInfo",
        "io.modelcontextprotocol/clientCapabilities", "io.modelcontextprotocol/logLevel", "traceparent", "inputResponses", "requestState", "\\ud800", "m\\u0065thod",
    ];

    /// <summary>A message with one to three changes.</summary>
    public static byte[] Of(string message, Random random)
    {
        var bytes = Encoding.UTF8.GetBytes(message);
        for (var changes = random.Next(1, 4); changes > 0; changes--)
        {
            bytes = random.Next(8) switch
            {
                0 => Byte(bytes, random),
                1 => Cut(bytes, random),
                2 => Twice(bytes, random),
                3 => Encoding.UTF8.GetBytes(Member(Encoding.UTF8.GetString(bytes), random)),
                4 => Encoding.UTF8.GetBytes(Name(Encoding.UTF8.GetString(bytes), random)),
                _ => Encoding.UTF8.GetBytes(Value(Encoding.UTF8.GetString(bytes), random)),
            };
        }

        return bytes;
    }

    /// <summary>One byte is another one.</summary>
    private static byte[] Byte(byte[] bytes, Random random)
    {
        if (bytes.Length > 0)
        {
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        }

        return bytes;
    }

    /// <summary>A stretch is missing.</summary>
    private static byte[] Cut(byte[] bytes, Random random)
    {
        var from = random.Next(bytes.Length + 1);
        var to = Math.Min(bytes.Length, from + random.Next(20));
        return [.. bytes[..from], .. bytes[to..]];
    }

    /// <summary>A stretch stands there twice.</summary>
    private static byte[] Twice(byte[] bytes, Random random)
    {
        var from = random.Next(bytes.Length + 1);
        var to = Math.Min(bytes.Length, from + random.Next(40));
        return [.. bytes[..to], .. bytes[from..]];
    }

    /// <summary>An object has one member more.</summary>
    private static string Member(string text, Random random) =>
        Places(text, '{') is { Count: > 0 } places
            ? text.Insert(places[random.Next(places.Count)] + 1, $"\"{Names[random.Next(Names.Length)]}\":{Values[random.Next(Values.Length)]},")
            : text;

    /// <summary>A member has another name.</summary>
    private static string Name(string text, Random random)
    {
        if (Places(text, ':') is not { Count: > 0 } places)
        {
            return text;
        }

        var end = places[random.Next(places.Count)];
        var close = end == 0 ? -1 : text.LastIndexOf('"', end - 1);
        var open = close <= 0 ? -1 : text.LastIndexOf('"', close - 1);
        return open < 0 ? text : $"{text[..(open + 1)]}{Names[random.Next(Names.Length)]}{text[close..]}";
    }

    /// <summary>A member has another value.</summary>
    private static string Value(string text, Random random)
    {
        if (Places(text, ':') is not { Count: > 0 } places)
        {
            return text;
        }

        var start = places[random.Next(places.Count)] + 1;
        return $"{text[..start]}{Values[random.Next(Values.Length)]}{text[End(text, start)..]}";
    }

    /// <summary>Where the value that begins somewhere ends, as far as its brackets tell.</summary>
    private static int End(string text, int at)
    {
        var (depth, isString) = (0, false);
        for (; at < text.Length; at++)
        {
            var c = text[at];
            if (isString)
            {
                isString = c != '"' || text[at - 1] == '\\';
            }
            else if (depth == 0 && c is ',' or '}' or ']')
            {
                return at;
            }
            else
            {
                isString = c == '"';
                depth += c is '{' or '[' ? 1 : c is '}' or ']' ? -1 : 0;
            }
        }

        return at;
    }

    private static List<int> Places(string text, char c) => [.. Enumerable.Range(0, text.Length).Where(i => text[i] == c)];
}
