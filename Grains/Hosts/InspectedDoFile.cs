using StataRuns.Runs;

namespace StataRuns.Hosts;

/// <summary>A do-file as it was when a run of it was asked for.</summary>
/// <param name="Path">Absolute path.</param>
/// <param name="Bytes">Its content.</param>
/// <param name="Sha256">The content's hash, 64 hexadecimal digits.</param>
/// <param name="WorkingDir">Absolute path of the folder to run in.</param>
/// <param name="Nested">The do-files it starts; null when not all of them can be known.</param>
/// <param name="InputFolders">The folders in which its inputs lie; null when not all of them can be known.</param>
internal sealed record InspectedDoFile(
    string Path, ReadOnlyMemory<byte> Bytes, string Sha256, string WorkingDir, IReadOnlyList<DoFileHash>? Nested, IReadOnlyList<string>? InputFolders)
{
    /// <summary>Its lines; a last one without an end counts.</summary>
    public int Lines => LinesOf(Bytes.Span);

    /// <summary>The lines of a text; a last one without an end counts.</summary>
    public static int LinesOf(ReadOnlySpan<byte> text) => text.Count((byte)'\n') + (text is [.., not (byte)'\n'] ? 1 : 0);
}
