namespace StataRuns.Stata;

/// <summary>The file that Stata writes before anything of the user's: without it the start was refused, for want of a licence for example.</summary>
internal static class BegunMark
{
    public const string FileName = "begun";

    public static bool Read(ReadOnlySpan<byte> bytes, string nonce) => MarkText.TryTake(ref bytes, nonce) && MarkText.IsEnd(bytes, []);
}
