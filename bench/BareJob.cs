using System.Diagnostics;
using System.Globalization;

namespace StataRuns.Bench;

/// <summary>A job started by nothing but the system: what every other figure is held against.</summary>
internal static class BareJob
{
    /// <summary>Runs a job to its end.</summary>
    /// <returns>Milliseconds from the wish to start it to its first instruction.</returns>
    public static async Task<double> RunAsync(string program, string folder, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(program) { WorkingDirectory = folder };
        var asked = Stopwatch.GetTimestamp();
        using var process = Process.Start(start)!;
        await process.WaitForExitAsync(cancellation);
        return process.ExitCode == 0
            ? MonotonicClock.Milliseconds(asked, FirstInstruction(await File.ReadAllTextAsync(Path.Combine(folder, "output.log"), cancellation)))
            : throw new InvalidOperationException($"{program} ended with {process.ExitCode}.");
    }

    /// <summary>The moment that a job's log tells.</summary>
    public static long FirstInstruction(string log)
    {
        const string Words = "first instruction at ";
        var at = log.IndexOf(Words, StringComparison.Ordinal);
        var digits = at < 0 ? [] : log.AsSpan(at + Words.Length);
        var end = digits.IndexOfAnyExceptInRange('0', '9');
        return long.TryParse(end < 0 ? digits : digits[..end], NumberStyles.None, CultureInfo.InvariantCulture, out var moment)
            ? moment
            : throw new InvalidOperationException($"There is no first instruction in what should be a job's whole log: \"{log}\"");
    }
}
