using System.Security.Cryptography;
using StataRuns.Configuration;
using StataRuns.Runs;

namespace StataRuns.Hosts;

/// <summary>Looks at the files of a request, where they are. What is wrong is told in a sentence, with the value and with what is right.</summary>
internal sealed class DoFileInspection(HostSettings settings, TimeProvider time)
{
    public const int LargestDoFile = 64 * 1024 * 1024;
    private const int LongestArguments = 64 * 1024;

    /// <summary>How long files are waited for, all of a request's together.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan InputPatience = TimeSpan.FromSeconds(2);

    /// <summary>The do-file, or null and the sentence that says what is wrong. It answers within <see cref="Patience"/>, whatever the disks do.</summary>
    /// <param name="request">The request.</param>
    /// <param name="withInputs">What the do-file reads is looked for, too; else it is unknown.</param>
    public async Task<(InspectedDoFile? File, string? Refusal)> InspectAsync(RunRequest request, bool withInputs = true)
    {
        if (RefusalOfText(request) is { } wrong)
        {
            return (null, wrong);
        }

        var begun = time.GetTimestamp();
        var folder = Path.GetDirectoryName(request.FilePath)!;
        var workingDir = request.WorkingDir ?? folder;
        var looked = request.FilePath;
        byte[]? bytes;
        string? refusal;
        try
        {
            // Two looks, so that a dead disk is blamed for what lies on it and for nothing else.
            (bytes, refusal) = await FileLooks.Shared.AtAsync(folder, () => Read(request), Left(begun), time);
            if (bytes is not null && request.WorkingDir is null && settings.WorkingDir is WorkingDirRule.Project && !StandardInputFolder.Holds(request.FilePath))
            {
                workingDir = await FileLooks.Shared.AtAsync(folder, () => ProjectFolder.Of(folder, MayRunIn), Left(begun), time);
            }

            if (bytes is not null && (request.WorkingDir is not null || settings.AllowedPaths.Count > 0))
            {
                looked = $"working_dir {workingDir}";
                refusal = await FileLooks.Shared.AtAsync(workingDir, () => RefusalOfFolder(workingDir), Left(begun), time);
            }
        }
        catch (LookHangsException e)
        {
            return (null, $"{looked} was not checked, because an earlier check of {e.Place} has not returned yet: is it on a network disk that does not answer?");
        }
        catch (TimeoutException)
        {
            return (null, $"{looked} did not answer within {Patience.TotalSeconds} seconds: is it on a network disk that does not answer?");
        }

        if (bytes is null || refusal is not null)
        {
            return (null, refusal);
        }

        var inputs = withInputs ? await InputsAsync(request.FilePath, bytes, workingDir, begun) : RunInputs.Unknown;
        return (new InspectedDoFile(request.FilePath, bytes, Hash(bytes), workingDir, inputs.DoFiles, inputs.Folders), null);
    }

    /// <summary>
    /// Why a run may not start now although it was accepted; null if it may. While it waited, another process may have put a link where its do-file or its folder was, which leads
    /// out of the allowed folders. What is not there any more is Stata's to say.
    /// </summary>
    public async Task<string?> RefusalAtStartAsync(string path, string workingDir)
    {
        if (settings.AllowedPaths.Count == 0)
        {
            return null;
        }

        var begun = time.GetTimestamp();
        try
        {
            return await FileLooks.Shared.AtAsync(Path.GetDirectoryName(path)!, () => RefusalOfFile(path), Left(begun), time)
                ?? await FileLooks.Shared.AtAsync(workingDir, () => Directory.Exists(workingDir) ? RefusalOfFolder(workingDir) : null, Left(begun), time);
        }
        catch (TimeoutException)
        {
            return $"{path} or the folder {workingDir} did not answer when the run was to start, so that it could not be compared with StataRuns:Paths:Allowed: is it on a network disk that does not answer?";
        }

        string? RefusalOfFile(string file)
        {
            try
            {
                using var opened = DoFileContent.TryOpen(file, out var refusal);
                return refusal ?? (opened is null ? null : NotAllowed(file, opened.RealPath()));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return $"{file} cannot be compared with StataRuns:Paths:Allowed: {Why(file, e)}";
            }
        }
    }

    /// <summary>Asks the file system within bounds of time and threads: see <see cref="FileLooks"/>.</summary>
    /// <param name="look">The look.</param>
    /// <param name="patience">How long to wait for it.</param>
    /// <param name="time">The clock that counts.</param>
    /// <param name="place">What it may hang at: the folder that is looked into, or any other name for it.</param>
    /// <exception cref="TimeoutException">It did not answer in time.</exception>
    internal static Task<T> LookAsync<T>(Func<T> look, TimeSpan patience, TimeProvider time, string place = "files of runs") =>
        FileLooks.Shared.AtAsync(place, look, patience, time);

    internal static string Hash(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private TimeSpan Left(long begun) => Patience - time.GetElapsedTime(begun) is var left && left > TimeSpan.Zero ? left : TimeSpan.Zero;

    /// <summary>The time limit is short: only a repeated call needs the answer.</summary>
    private async Task<RunInputs> InputsAsync(string path, byte[] bytes, string workingDir, long begun)
    {
        var left = Left(begun);
        try
        {
            // They may lie anywhere: one that hangs says nothing about the do-file's own folder.
            return await LookAsync(() => RunInputs.Find(path, bytes, workingDir), left < InputPatience ? left : InputPatience, time, $"what {path} starts");
        }
        catch (TimeoutException)
        {
            return RunInputs.Unknown; // the do-file itself is here and can run
        }
    }

    /// <summary>What is wrong with a request before any disk is asked.</summary>
    private static string? RefusalOfText(RunRequest request)
    {
        var path = request.FilePath;
        if (path.Contains('\0', StringComparison.Ordinal))
        {
            return "file_path holds a NUL character, which no file's name can.";
        }

        if (!Path.IsPathFullyQualified(path) || Path.GetDirectoryName(path) is null)
        {
            return Path.IsPathFullyQualified(path)
                ? $"{path} is a folder; file_path names a do-file."
                : $"file_path is \"{path}\", a relative path; give the absolute one, such as /home/me/project/main.do.";
        }

        if (DoFileContent.IsPrivateName(path))
        {
            return DoFileContent.NotOrdinary(path);
        }

        if (request.WorkingDir is { } folder && (folder.Contains('\0', StringComparison.Ordinal) || !Path.IsPathFullyQualified(folder)))
        {
            return $"working_dir is \"{folder}\"; it must be the absolute path of a folder.";
        }

        if (RunVariables.Refusal(request.Environment) is { } wrong)
        {
            return wrong;
        }

        return request.Arguments.Sum(argument => (long)argument.Length) is var characters and > LongestArguments
            ? $"The arguments hold {characters} characters; together they may hold {LongestArguments}. Put long ones into a file that the do-file reads."
            : null;
    }

    private (byte[]? Bytes, string? Refusal) Read(RunRequest request)
    {
        var path = request.FilePath;
        try
        {
            if (Directory.Exists(path))
            {
                return (null, $"{path} is a folder; file_path names a do-file.");
            }

            using var file = DoFileContent.TryOpen(path, out var refusal);
            if (file is null)
            {
                return (null, refusal ?? $"There is no file {path} on host {settings.Host}.{Nearby(path)}");
            }

            if (settings.AllowedPaths.Count > 0 && NotAllowed(path, file.RealPath()) is { } outside)
            {
                return (null, outside);
            }

            return file.Read(out var length) is { } bytes
                ? (bytes, null)
                : (null, $"{path} has {length} bytes; a do-file may have {LargestDoFile}. Is it data?");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return (null, Why(path, e));
        }
    }

    private static string Why(string path, Exception e) => e is UnauthorizedAccessException
        ? $"The user {Environment.UserName}, as whom the service runs, may not read {path}."
        : $"{path} could not be read: {e.Message}";

    /// <summary>May do-files run in this folder?</summary>
    public bool MayRunIn(string folder) => RefusalOfFolder(folder) is null;

    private string? RefusalOfFolder(string folder)
    {
        if (!Directory.Exists(folder))
        {
            return File.Exists(folder)
                ? $"working_dir is {folder}, which is a file; it names a folder."
                : $"working_dir is \"{folder}\"; it must be the absolute path of a folder that exists on host {settings.Host}.";
        }

        if (settings.AllowedPaths.Count == 0)
        {
            return null;
        }

        return DoFileContent.RealFolder(folder) is { } real && IsAllowed(real)
            ? null
            : $"The working folder {folder} is in none of the folders from which do-files may be run ({Allowed()}).";
    }

    /// <summary>A link out of an allowed folder leads out of it: what counts is where the opened file really lies.</summary>
    private string? NotAllowed(string path, string real) =>
        IsAllowed(real) ? null : $"{path} is in none of the folders from which do-files may be run ({Allowed()}).";

    private string Allowed() => $"StataRuns:Paths:Allowed: {string.Join(", ", settings.AllowedPaths)}";

    private bool IsAllowed(string real) => settings.AllowedPaths.Any(folder =>
        RealPath.Of(folder) is var allowed
        && (real == allowed || real.StartsWith(Path.TrimEndingDirectorySeparator(allowed) + Path.DirectorySeparatorChar, StringComparison.Ordinal)));

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
