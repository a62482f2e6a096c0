using System.ComponentModel;
using System.Diagnostics;

namespace StataRuns.McpFrontend.Cli.Doctor;

/// <summary>What the checks ask of the machine: few enough questions that a test can answer them.</summary>
internal interface IMachineFacts
{
    /// <summary>A file's text; null if it is not there or cannot be read.</summary>
    string? Text(string path);

    /// <summary>What a link names; null if it is none or cannot be read.</summary>
    string? Target(string link);

    /// <summary>Is there such a file or folder?</summary>
    bool Exists(string path);

    /// <summary>Files of a folder, in order of their names; none if it is not there.</summary>
    IReadOnlyList<string> Files(string folder);

    /// <summary>What a program prints; null if it is not there, fails, or takes longer than seconds.</summary>
    string? Run(string program, params IReadOnlyList<string> arguments);

    /// <summary>An environment variable; null if it is not set or empty.</summary>
    string? Variable(string name);

    /// <summary>Is a program of that name on the path?</summary>
    bool IsOnPath(string program);
}

/// <summary>The machine this process runs on.</summary>
internal sealed class MachineFacts : IMachineFacts
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <inheritdoc/>
    public string? Text(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public string? Target(string link)
    {
        try
        {
            return new FileInfo(link).LinkTarget;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public bool Exists(string path) => Path.Exists(path);

    /// <inheritdoc/>
    public IReadOnlyList<string> Files(string folder) => Directory.Exists(folder) ? [.. Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal)] : [];

    /// <inheritdoc/>
    public string? Run(string program, params IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        start.Environment["LC_ALL"] = "C";
        try
        {
            using var process = Process.Start(start)!;
            process.StandardInput.Close();
            var output = process.StandardOutput.ReadToEndAsync();
            var error = process.StandardError.ReadToEndAsync();
            if (process.WaitForExit(Patience) && Task.WaitAll([output, error], Patience))
            {
                return process.ExitCode == 0 ? output.Result : null;
            }

            process.Kill();
            return null;
        }
        catch (Exception e) when (e is Win32Exception or IOException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;

    /// <inheritdoc/>
    public bool IsOnPath(string program) =>
        (Variable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Any(folder => File.Exists(Path.Join(folder, program)));
}
