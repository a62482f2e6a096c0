using System.Security.Cryptography;
using StataRuns.Output;
using StataRuns.Runs;

namespace StataRuns.Hosts;

/// <summary>Looks at the files of a request, where they are. What is wrong is told in a sentence, with the value and with what is right.</summary>
internal sealed class DoFileInspection(HostSettings settings, TimeProvider time)
{
    public const int LargestDoFile = 64 * 1024 * 1024;
    private const int LongestArguments = 64 * 1024;

    /// <summary>How long files are waited for, all of a request's together.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>The do-file, or null and the sentence that says what is wrong. It answers within <see cref="Patience"/>, whatever the disks do.</summary>
    public async Task<(InspectedDoFile? File, string? Refusal)> InspectAsync(RunRequest request)
    {
        var begun = time.GetTimestamp();
        byte[]? bytes;
        string? refusal;
        try
        {
            (bytes, refusal) = await LookAsync(() => Read(request), Patience, time);
        }
        catch (TimeoutException)
        {
            var folder = request.WorkingDir is { } given ? $", or its working_dir {given}," : "";
            return (null, $"{request.FilePath}{folder} did not answer within {Patience.TotalSeconds} seconds: is it on a network disk that is away?");
        }

        if (bytes is null)
        {
            return (null, refusal);
        }

        var workingDir = request.WorkingDir ?? Path.GetDirectoryName(request.FilePath)!;
        var (nested, folders) = await InputsAsync(request.FilePath, bytes, workingDir, begun);
        return (new InspectedDoFile(request.FilePath, bytes, Hash(bytes), workingDir, nested, folders), null);
    }

    /// <summary>
    /// Asks the file system, which may be a network's that is away: then a call does not come back, and cannot be called off.
    /// So it has a thread of its own, which is neither the grain's nor taken from the pool that all others work on.
    /// </summary>
    /// <exception cref="TimeoutException">It did not answer in time.</exception>
    internal static Task<T> LookAsync<T>(Func<T> look, TimeSpan patience, TimeProvider time) =>
        Task.Factory.StartNew(look, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).WaitAsync(patience, time);

    internal static string Hash(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private async Task<(IReadOnlyList<DoFileHash>? Nested, IReadOnlyList<string>? Folders)> InputsAsync(string path, byte[] bytes, string workingDir, long begun)
    {
        var left = Patience - time.GetElapsedTime(begun);
        try
        {
            return await LookAsync(
                () =>
                {
                    var nested = NestedDoFileHashes.Find(path, bytes, workingDir);
                    return (nested, InputFolders.Find(path, bytes, workingDir, nested));
                },
                left > TimeSpan.Zero ? left : TimeSpan.Zero,
                time);
        }
        catch (TimeoutException)
        {
            return (null, null); // they cannot be known; the do-file itself is here and can run
        }
    }

    private (byte[]? Bytes, string? Refusal) Read(RunRequest request)
    {
        try
        {
            return Refusal(request) is { } refusal ? (null, refusal) : (File.ReadAllBytes(request.FilePath), null);
        }
        catch (UnauthorizedAccessException)
        {
            return (null, $"The user {Environment.UserName}, as whom the service runs, may not read {request.FilePath}.");
        }
        catch (IOException e)
        {
            return (null, $"{request.FilePath} could not be read: {e.Message}");
        }
    }

    private string? Refusal(RunRequest request)
    {
        var path = request.FilePath;
        if (path.Contains('\0', StringComparison.Ordinal))
        {
            return "file_path holds a NUL character, which no file's name can.";
        }

        if (!Path.IsPathFullyQualified(path))
        {
            return $"file_path is \"{path}\", a relative path; give the absolute one, such as /home/me/project/main.do.";
        }

        if (Directory.Exists(path))
        {
            return $"{path} is a folder; file_path names a do-file.";
        }

        if (!Path.Exists(path))
        {
            return $"There is no file {path} on host {settings.Host}.{Nearby(path)}";
        }

        if (!FileKind.IsOrdinary(path))
        {
            return $"{path} is a device, a pipe or a socket; file_path names an ordinary do-file.";
        }

        if (new FileInfo(path).Length is var length and > LargestDoFile)
        {
            return $"{path} has {length} bytes; a do-file may have {LargestDoFile}. Is it data?";
        }

        if (request.WorkingDir is { } folder && (!Path.IsPathFullyQualified(folder) || !Directory.Exists(folder)))
        {
            return File.Exists(folder)
                ? $"working_dir is {folder}, which is a file; it names a folder."
                : $"working_dir is \"{folder}\"; it must be the absolute path of a folder that exists on host {settings.Host}.";
        }

        if (request.Arguments.Sum(argument => (long)argument.Length) is var characters and > LongestArguments)
        {
            return $"The arguments hold {characters} characters; together they may hold {LongestArguments}. Put long ones into a file that the do-file reads.";
        }

        if (settings.AllowedPaths.Count > 0 && !IsAllowed(path))
        {
            return $"{path} is in none of the folders from which do-files may be run (StataRuns:Paths:Allowed): {string.Join(", ", settings.AllowedPaths)}.";
        }

        return null;
    }

    /// <summary>A link out of an allowed folder leads out of it: the path is compared as the system resolves it.</summary>
    private bool IsAllowed(string path)
    {
        var real = RealPath(path);
        return settings.AllowedPaths.Any(folder =>
            real.StartsWith(Path.TrimEndingDirectorySeparator(RealPath(folder)) + Path.DirectorySeparatorChar, StringComparison.Ordinal));
    }

    private static string RealPath(string path)
    {
        var real = Path.GetPathRoot(path)!;
        foreach (var part in Path.GetFullPath(path)[real.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            var next = Path.Combine(real, part);
            FileSystemInfo entry = Directory.Exists(next) ? new DirectoryInfo(next) : new FileInfo(next);
            real = entry.ResolveLinkTarget(returnFinalTarget: true) is { } target ? RealPath(target.FullName) : next;
        }

        return real;
    }

    /// <summary>A file of nearly this name, for whoever mistyped it.</summary>
    private static string Nearby(string path)
    {
        var folder = Path.GetDirectoryName(path)!;
        if (!Directory.Exists(folder))
        {
            return $" The folder {folder} does not exist either.";
        }

        var name = Path.GetFileNameWithoutExtension(path);
        try
        {
            var near = Directory.EnumerateFiles(folder, "*.do")
                .FirstOrDefault(file => string.Equals(Path.GetFileNameWithoutExtension(file), name, StringComparison.OrdinalIgnoreCase));
            return near is null ? "" : $" Did you mean {near}?";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
