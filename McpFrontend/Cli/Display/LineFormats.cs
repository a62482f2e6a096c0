using System.Buffers;
using System.Text;
using System.Text.Json;

namespace StataRuns.McpFrontend.Cli.Display;

/// <summary>How single lines of a log are printed.</summary>
internal interface ILineFormat
{
    /// <summary>Prints a line.</summary>
    /// <param name="to">Where it is printed.</param>
    /// <param name="line">The line with its end, if it has one.</param>
    /// <param name="offset">Its first byte.</param>
    /// <param name="isMatch">It matched; else it stands around one that did.</param>
    void Line(IBufferWriter<byte> to, ReadOnlySpan<byte> line, long offset, bool isMatch);

    /// <summary>Lines were left out here.</summary>
    void Gap(IBufferWriter<byte> to);
}

/// <summary>For a program or a screen, in lines, as grep prints them.</summary>
/// <param name="encoding">A screen's encoding; null for a program: byte for byte.</param>
internal sealed class TextLines(Encoding? encoding) : ILineFormat
{
    private static ReadOnlySpan<byte> NewLine => "\n"u8;

    public void Line(IBufferWriter<byte> to, ReadOnlySpan<byte> line, long offset, bool isMatch)
    {
        var content = line.TrimEnd(NewLine);
        to.Write(encoding is null ? content : Characters.Encode(new ScreenText().Next(content), encoding));
        to.Write(NewLine);
    }

    public void Gap(IBufferWriter<byte> to) => to.Write("--\n"u8);
}

/// <summary>A line of JSON for each.</summary>
internal sealed class JsonLines(string runId) : ILineFormat
{
    public void Line(IBufferWriter<byte> to, ReadOnlySpan<byte> line, long offset, bool isMatch)
    {
        using (var json = new Utf8JsonWriter(to, JsonLogFormat.Options))
        {
            json.WriteStartObject();
            json.WriteString("run_id", runId);
            json.WriteNumber("offset", offset);
            json.WriteNumber("next_offset", offset + line.Length);
            json.WriteString("text", Encoding.UTF8.GetString(line));
            json.WriteBoolean("match", isMatch);
            json.WriteEndObject();
        }

        to.Write("\n"u8);
    }

    public void Gap(IBufferWriter<byte> to)
    {
        // The offsets tell.
    }
}
