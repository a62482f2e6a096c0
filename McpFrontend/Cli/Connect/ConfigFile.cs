using System.Globalization;
using System.Text;
using StataRuns.Configuration;
using StataRuns.McpFrontend.Cli.Connect.Editing;

namespace StataRuns.McpFrontend.Cli.Connect;

/// <summary>
/// A client's file as it was read. Written, it keeps its mode, its byte-order mark and the link that leads to it; it is replaced
/// whole or not at all, and what was there before stays beside it under a dated name.
/// </summary>
internal sealed class ConfigFile
{
    private const string CopyMark = ".stataruns-";
    private const UnixFileMode OnlyOwner = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly byte[]? _bytes;
    private readonly bool _hasMark;

    private ConfigFile(string path, string realPath, byte[]? bytes, bool hasMark, string text) =>
        (Path, RealPath, _bytes, _hasMark, Text) = (path, realPath, bytes, hasMark, text);

    /// <summary>Where the client looks for it.</summary>
    public string Path { get; }

    /// <summary>Where it is, links followed.</summary>
    public string RealPath { get; }

    /// <summary>Is it there?</summary>
    public bool Exists => _bytes is not null;

    /// <summary>Its text; empty if it is not there.</summary>
    public string Text { get; }

    /// <summary>Reads a file.</summary>
    /// <exception cref="UnreadableConfigException">It is not text.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static ConfigFile Read(string path)
    {
        var real = Configuration.RealPath.Of(path);
        if (!File.Exists(real))
        {
            return new ConfigFile(path, real, bytes: null, hasMark: false, "");
        }

        var bytes = File.ReadAllBytes(real);
        var hasMark = bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble);
        try
        {
            return new ConfigFile(path, real, bytes, hasMark, Strict.GetString(bytes.AsSpan(hasMark ? 3 : 0)));
        }
        catch (DecoderFallbackException e)
        {
            throw new UnreadableConfigException(bytes.AsSpan(0, Math.Clamp(e.Index, 0, bytes.Length)).Count((byte)'\n') + 1, null, "this is not UTF-8 text.");
        }
    }

    /// <summary>The copies beside it, newest first.</summary>
    public IReadOnlyList<ConfigFile> Copies()
    {
        var (folder, name) = (System.IO.Path.GetDirectoryName(RealPath)!, System.IO.Path.GetFileName(RealPath));
        return Directory.Exists(folder)
            ? [.. Directory.EnumerateFiles(folder, $"{name}{CopyMark}*").OrderDescending(StringComparer.Ordinal).Select(Read)]
            : [];
    }

    /// <summary>Makes the copy and replaces the file.</summary>
    /// <param name="text">Its new text.</param>
    /// <param name="isPrivate">It is nobody else's to read: a new one gets mode 0600, an old one loses what others may.</param>
    /// <param name="now">For the copy's name.</param>
    /// <returns>The copy; null if there was no file.</returns>
    /// <exception cref="IOException">It cannot be written, or somebody else wrote it since it was read.</exception>
    public string? Write(string text, bool isPrivate, DateTimeOffset now)
    {
        var folder = System.IO.Path.GetDirectoryName(RealPath)!;
        Directory.CreateDirectory(folder);
        var copy = MakeCopy(now);
        var temporary = System.IO.Path.Join(folder, $".{System.IO.Path.GetFileName(RealPath)}.{Environment.ProcessId}.new");
        try
        {
            File.Delete(temporary);
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
            if (!OperatingSystem.IsWindows() && (isPrivate || Exists))
            {
                options.UnixCreateMode = OnlyOwner;
            }

            using (var file = new FileStream(temporary, options))
            {
                file.Write(_hasMark ? Encoding.UTF8.Preamble : []);
                file.Write(Strict.GetBytes(text));
                file.Flush(flushToDisk: true);
            }

            if (!OperatingSystem.IsWindows() && Exists)
            {
                var mode = File.GetUnixFileMode(RealPath);
                File.SetUnixFileMode(temporary, isPrivate ? mode & OnlyOwner : mode);
            }

            RefuseIfChanged();
            File.Move(temporary, RealPath, overwrite: true);
            return copy;
        }
        catch
        {
            File.Delete(temporary);
            if (copy is not null)
            {
                File.Delete(copy);
            }

            throw;
        }
    }

    /// <summary>Puts a copy's bytes in the file's place, or takes the file away if there is none.</summary>
    /// <param name="earlier">The copy; null if there was no file.</param>
    /// <param name="now">For the name of the copy of what is there now.</param>
    public string? Restore(ConfigFile? earlier, DateTimeOffset now)
    {
        if (earlier is not null)
        {
            return Write(earlier.Text, isPrivate: false, now);
        }

        var copy = MakeCopy(now);
        RefuseIfChanged();
        File.Delete(RealPath);
        return copy;
    }

    private string? MakeCopy(DateTimeOffset now)
    {
        if (_bytes is null)
        {
            return null;
        }

        // Names sort by time; two of the same second get a number.
        var name = $"{RealPath}{CopyMark}{now.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture)}";
        var copy = name;
        for (var number = 2; File.Exists(copy); number++)
        {
            copy = $"{name}-{number}";
        }

        // File.Copy keeps the mode.
        File.Copy(RealPath, copy);
        return copy;
    }

    /// <summary>The client may be writing, too; what it wrote must not be lost.</summary>
    private void RefuseIfChanged()
    {
        var now = File.Exists(RealPath) ? File.ReadAllBytes(RealPath) : null;
        if ((now is null) != (_bytes is null) || (now is not null && !now.AsSpan().SequenceEqual(_bytes)))
        {
            throw new ConfigChangedException();
        }
    }
}

/// <summary>Somebody else changed a file between its reading and its writing.</summary>
internal sealed class ConfigChangedException() : IOException("it was changed by another program at the same moment");
