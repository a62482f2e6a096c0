using StataRuns.Runner.Protocol;

namespace StataRuns.Runs;

/// <summary>Which file a content was read from, and when that was changed last. An equal stamp means that it was not written since.</summary>
/// <param name="Device">The file system.</param>
/// <param name="Inode">The file's number there; another one after a save that replaces the file.</param>
/// <param name="Length">Bytes.</param>
/// <param name="ModifiedNs">When its content was changed last, in nanoseconds since 1970.</param>
/// <param name="ChangedNs">When content, name or rights were changed last; no program can set it back. 0 where the system does not say.</param>
internal sealed record DoFileStamp(ulong Device, ulong Inode, long Length, long ModifiedNs, long ChangedNs)
{
    public static DoFileStamp Of(FileStatus status) => new(status.Device, status.Inode, status.Length, status.ModifiedNs, status.ChangedNs);

    /// <summary>Was the file written or replaced in between, as far as times tell? Rights and further names are no change of it.</summary>
    public bool IsWrittenSince(DoFileStamp before) => this with { ChangedNs = 0 } != before with { ChangedNs = 0 };
}
