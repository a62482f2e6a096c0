using System.Diagnostics;

namespace StataRuns.Cluster.Tests.Stage;

/// <summary>iproute2's <c>ip</c>, by which namespaces and links are made.</summary>
internal static class IpTool
{
    /// <summary>Runs it.</summary>
    /// <exception cref="InvalidOperationException">It refused; the message says what and why.</exception>
    public static async Task<string> RunAsync(params string[] arguments)
    {
        var (isDone, said) = await TryAsync(arguments);
        return isDone ? said : throw new InvalidOperationException($"ip {string.Join(' ', arguments)}: {said}");
    }

    /// <summary>Runs it; what it said, whether it could or not.</summary>
    public static Task<(bool IsDone, string Said)> TryAsync(params string[] arguments) => RunProgramAsync("ip", arguments);

    /// <summary>Runs a program to its end.</summary>
    public static async Task<(bool IsDone, string Said)> RunProgramAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEndAsync(CancellationToken.None);
        var output = await process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        await process.WaitForExitAsync(CancellationToken.None);
        return process.ExitCode == 0 ? (true, output) : (false, (await error).Trim());
    }
}
