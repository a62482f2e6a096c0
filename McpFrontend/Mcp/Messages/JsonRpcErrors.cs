using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace StataRuns.McpFrontend.Mcp.Messages;

/// <summary>JSON-RPC errors over HTTP, where there is no SDK yet, or none any more, to write them.</summary>
internal static class JsonRpcErrors
{
    private static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Answers with an error.</summary>
    /// <param name="context">The request.</param>
    /// <param name="status">The HTTP status.</param>
    /// <param name="id">The JSON-RPC request's id as it is written; null where it could not be read.</param>
    /// <param name="code">The error's code.</param>
    /// <param name="sentence">What is wrong.</param>
    public static async Task JsonRpcErrorAsync(this HttpContext context, int status, string? id, int code, string sentence)
    {
        var body = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(body, Writing))
        {
            writer.WriteStartObject();
            writer.WriteString("jsonrpc"u8, "2.0"u8);
            writer.WritePropertyName("id"u8);
            writer.WriteRawValue(id ?? "null");
            writer.WriteStartObject("error"u8);
            writer.WriteNumber("code"u8, code);
            writer.WriteString("message"u8, sentence);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json; charset=utf-8";
        context.Response.ContentLength = body.WrittenCount;
        await context.Response.Body.WriteAsync(body.WrittenMemory, context.RequestAborted);
    }
}
