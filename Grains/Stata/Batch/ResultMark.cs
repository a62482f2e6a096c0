using System.Buffers.Text;

namespace StataRuns.Stata;

/// <summary>The file that Stata itself writes at the end: <c>NONCE RC end</c>. It alone decides whether a run succeeded.</summary>
internal static class ResultMark
{
    public const string FileName = "result";

    /// <summary>The return code, or null: absent, torn, or not of this attempt.</summary>
    public static int? Read(ReadOnlySpan<byte> bytes, string nonce)
    {
        if (!MarkText.TryTake(ref bytes, nonce) || bytes.IsEmpty || bytes[0] != (byte)' ')
        {
            return null;
        }

        bytes = bytes[1..];
        return Utf8Parser.TryParse(bytes, out int code, out var used) && code >= 0 && MarkText.IsEnd(bytes[used..], " end"u8) ? code : null;
    }
}
