using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using StataRuns.McpFrontend.Mcp.Output;

namespace StataRuns.McpFrontend.Cli.Display;

/// <summary>How a log is printed, piece by piece as it comes.</summary>
internal interface ILogFormat
{
    /// <summary>What is printed for the next bytes.</summary>
    /// <param name="offset">The first one's place in the raw log: behind the one before, or farther on where lines were left out.</param>
    /// <param name="bytes">The bytes.</param>
    ReadOnlySpan<byte> Next(long offset, ReadOnlySpan<byte> bytes);

    /// <summary>What is printed at the end.</summary>
    ReadOnlySpan<byte> End();
}

/// <summary>For a program: byte for byte.</summary>
internal sealed class RawLogFormat : ILogFormat
{
    public ReadOnlySpan<byte> Next(long offset, ReadOnlySpan<byte> bytes) => bytes;

    public ReadOnlySpan<byte> End() => [];
}

/// <summary>For a screen: text without control characters.</summary>
/// <param name="encoding">What the screen reads.</param>
internal sealed class ScreenLogFormat(Encoding encoding) : ILogFormat
{
    private readonly ScreenText _text = new();

    public ReadOnlySpan<byte> Next(long offset, ReadOnlySpan<byte> bytes) => Characters.Encode(_text.Next(bytes), encoding);

    public ReadOnlySpan<byte> End() => [];
}

/// <summary>
/// A line of JSON for each piece. Pieces end at a character's end, so that each is text by itself, and their offsets join
/// without a gap but for lines that were left out.
/// </summary>
/// <param name="runId">The run.</param>
internal sealed class JsonLogFormat(string runId) : ILogFormat
{
    /// <summary>For whoever looks at it: folders' names in their own script.</summary>
    public static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly List<byte> _open = [];
    private long _offset;

    public ReadOnlySpan<byte> Next(long offset, ReadOnlySpan<byte> bytes)
    {
        var before = offset == _offset + _open.Count ? [] : Take(_open.Count);
        _offset = offset - _open.Count;
        _open.AddRange(bytes);
        var next = Take(_open.Count - Utf8Cut.Unfinished(CollectionsMarshal.AsSpan(_open)));
        return before.IsEmpty ? next : (byte[])[.. before, .. next];
    }

    /// <summary>What ends in the middle of a character is shown as it is: nothing will complete it.</summary>
    public ReadOnlySpan<byte> End() => Take(_open.Count);

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count == 0)
        {
            return [];
        }

        var text = Encoding.UTF8.GetString([.. _open.Take(count)]);
        _open.RemoveRange(0, count);
        var line = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(line, Options))
        {
            json.WriteStartObject();
            json.WriteString("run_id", runId);
            json.WriteNumber("offset", _offset);
            json.WriteNumber("next_offset", _offset += count);
            json.WriteString("text", text);
            json.WriteEndObject();
        }

        line.Write("\n"u8);
        return line.WrittenSpan;
    }
}
