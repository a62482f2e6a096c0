using System.Diagnostics;
using System.Globalization;

namespace StataRuns.Bench;

/// <summary>The tiny program of <c>Programs/job.c</c> under the names that tell it what to do.</summary>
internal sealed class JobPrograms(string compiled)
{
    /// <summary>Writes its marks and ends.</summary>
    public string Short => Named("job-short");

    /// <summary>Waits until it is stopped.</summary>
    public string Idle => Named("job-idle");

    /// <summary>Writes 200 lines with a pause before each.</summary>
    public string Lines(int pauseMilliseconds) => Named(string.Create(CultureInfo.InvariantCulture, $"job-lines-{pauseMilliseconds}"));

    /// <summary>Writes a long log at once.</summary>
    public string Flood(int megabytes) => Named(string.Create(CultureInfo.InvariantCulture, $"job-flood-{megabytes}"));

    public static async Task<JobPrograms> CompileAsync(string folder, CancellationToken cancellation)
    {
        var compiled = Path.Combine(folder, "job");
        using var compiler = Process.Start("cc", ["-O2", "-o", compiled, Path.Combine(AppContext.BaseDirectory, "Programs", "job.c")]);
        await compiler.WaitForExitAsync(cancellation);
        return compiler.ExitCode == 0 ? new JobPrograms(compiled) : throw new InvalidOperationException($"cc ended with {compiler.ExitCode}.");
    }

    private string Named(string name)
    {
        var path = compiled + name[3..];
        if (!File.Exists(path))
        {
            File.Copy(compiled, path);
        }

        return path;
    }
}
