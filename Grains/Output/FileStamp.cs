namespace StataRuns.Output;

/// <summary>What is known of an ordinary file without reading it; two that are equal are of a file that was not changed in between.</summary>
/// <param name="Length">Its bytes.</param>
/// <param name="Modified">When its content was changed, in the system's own unit.</param>
/// <param name="Changed">When content, name, owner or mode were changed (<c>ctime</c>), in the same unit.</param>
/// <param name="Inode">Which file it is; a file that was replaced by another has another number. 0 where the system has none.</param>
/// <param name="At">The later of the two times.</param>
internal readonly record struct FileStamp(long Length, long Modified, long Changed, ulong Inode, DateTimeOffset At);
