using System.Text.RegularExpressions;
using StataRuns.Configuration;
using StataRuns.Output;
using StataRuns.Runner.Protocol;
using StataRuns.Runs;
using StataRuns.Storage;

namespace StataRuns.Hosts;

/// <summary>
/// Do-files that were handed in as text (<c>standard-input/SHA256.do</c> in the data folder). Named after their content, the
/// same text is one file, so that handing it in again joins its run, and a run of it can be run again. A file stays for as
/// long as a run refers to it.
/// </summary>
public sealed partial class StandardInputFolder
{
    /// <summary>The folder's name.</summary>
    public const string Name = "standard-input";

    /// <summary>Between the file and the run that refers to it there is a moment; no sweep may fall into it.</summary>
    public static readonly TimeSpan Youth = TimeSpan.FromHours(1);

    private const int AskedAtATime = 500;

    private readonly Lock _lock = new();
    private readonly RunsTable _runs;
    private readonly TimeProvider _time;

    internal StandardInputFolder(HostSettings settings, RunsTable runs, TimeProvider time)
    {
        Path = System.IO.Path.Combine(settings.DataDirectory, Name);
        (_runs, _time) = (runs, time);
    }

    /// <summary>Where it is.</summary>
    public string Path { get; }

    /// <summary>Is this the path of such a file?</summary>
    public static bool Holds(string path) => Pattern().IsMatch(path);

    /// <summary>Keeps a text.</summary>
    /// <returns>The path of the do-file.</returns>
    /// <exception cref="IOException">It cannot be written.</exception>
    public string Keep(ReadOnlySpan<byte> text)
    {
        PrivateFolder.Make(Path);
        var file = System.IO.Path.Combine(Path, $"{DoFileInspection.Hash(text)}.do");
        lock (_lock)
        {
            // A run may have written over it: the name alone says nothing.
            if (PathFacts.Of(file) is { Kind: PathKind.File } && OrdinaryFile.TryRead(file, text.Length) is { } known && text.SequenceEqual(known))
            {
                // Young again: it is about to be referred to.
                File.SetLastWriteTimeUtc(file, _time.GetUtcNow().UtcDateTime);
                return file;
            }

            DurableFile.Replace(file, text);
            return file;
        }
    }

    /// <summary>Removes the files that no run refers to.</summary>
    internal async Task SweepAsync()
    {
        if (!Directory.Exists(Path))
        {
            return;
        }

        var old = (_time.GetUtcNow() - Youth).UtcDateTime;
        var candidates = new DirectoryInfo(Path).EnumerateFiles().Where(file => file.LastWriteTimeUtc < old).Select(file => file.FullName).ToList();
        foreach (var some in candidates.Chunk(AskedAtATime))
        {
            var needed = await _runs.FilesInUseAsync(some);
            foreach (var file in some.Where(file => !needed.Contains(file)))
            {
                Remove(file, old);
            }
        }
    }

    private void Remove(string file, DateTime old)
    {
        lock (_lock)
        {
            // It may have been handed in again since.
            if (File.GetLastWriteTimeUtc(file) < old)
            {
                File.Delete(file);
            }
        }
    }

    [GeneratedRegex(@"[/\\]standard-input[/\\][0-9a-f]{64}\.do$", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
