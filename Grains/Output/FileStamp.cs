namespace StataRuns.Output;

/// <summary>What is known of a file without reading it; two that are equal are of a file that was not changed in between.</summary>
/// <param name="IsOrdinary">An ordinary file, or a link that leads to one or to nothing; else a folder, a device, a pipe or a socket.</param>
/// <param name="Length">Its bytes.</param>
/// <param name="Modified">When its content was changed, in the system's own unit.</param>
/// <param name="Changed">When content, name, owner or mode were changed (<c>ctime</c>), in the same unit.</param>
/// <param name="Inode">Which file it is; a file that was replaced by another has another number. 0 where the system has none.</param>
/// <param name="At">When it was changed last, as far as no program can set it.</param>
internal readonly record struct FileStamp(bool IsOrdinary, long Length, long Modified, long Changed, ulong Inode, DateTimeOffset At);
