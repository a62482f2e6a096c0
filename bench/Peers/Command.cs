using System.Diagnostics;

namespace StataRuns.Bench.Peers;

/// <summary>Programs of the peers, run with the environment that sets them apart from any other on the machine.</summary>
internal sealed class Command(string folder, IReadOnlyDictionary<string, string> environment)
{
    private static readonly string[] Folders = ["/usr/local/bin", "/usr/bin", "/bin", "/usr/local/sbin", "/usr/sbin", "/sbin"];

    public static bool Exists(string name) => Folders.Any(place => File.Exists(Path.Combine(place, name)));

    /// <summary>Runs a program to its end; what it printed.</summary>
    public async Task<string> OutputAsync(string program, IEnumerable<string> arguments, CancellationToken cancellation)
    {
        using var process = Start(program, arguments);
        var complaint = process.StandardError.ReadToEndAsync(cancellation);
        var said = await process.StandardOutput.ReadToEndAsync(cancellation);
        await process.WaitForExitAsync(cancellation);
        return process.ExitCode == 0 ? said : throw new InvalidOperationException($"{program} ended with {process.ExitCode}: {said}{await complaint}");
    }

    /// <summary>Starts a program that stays, and whose log is a file.</summary>
    public Process Stay(string program, IEnumerable<string> arguments)
    {
        var process = Start(program, arguments);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    /// <summary>Submits so many times, a few at a time, as a shell loop with <c>&amp;</c> would.</summary>
    public static Task SubmitAsync(int count, Func<CancellationToken, Task> submit, CancellationToken cancellation) => Parallel.ForAsync(
        0, count, new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = cancellation }, async (_, token) => await submit(token));

    private Process Start(string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(Folders.Select(place => Path.Combine(place, program)).First(File.Exists), arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }
}
