using System.Runtime.InteropServices;

namespace StataRuns.Runner.Protocol;

/// <summary>
/// Named places at each durable step, where a test can kill the process as a power cut would: nothing is flushed, no
/// handler runs. Inert, at the price of one comparison, unless <c>STATARUNS_FAIL_AT</c> names the place
/// (<c>name</c>, or <c>name:3</c> for its third passing).
/// </summary>
public static partial class FailPoint
{
    /// <summary>The environment variable that arms one place.</summary>
    public const string Variable = "STATARUNS_FAIL_AT";

    private static readonly (string Name, int Passing)? Armed = Parse(Environment.GetEnvironmentVariable(Variable));
    private static int _passings;

    /// <summary>Passes the place, or dies in it.</summary>
    /// <param name="name">The place, as <c>program.step</c>.</param>
    public static void Pass(string name)
    {
        if (Armed is not { } armed || armed.Name != name || Interlocked.Increment(ref _passings) < armed.Passing)
        {
            return;
        }

        if (OperatingSystem.IsWindows())
        {
            using var self = System.Diagnostics.Process.GetCurrentProcess();
            self.Kill();
        }
        else
        {
            _ = Kill(Environment.ProcessId, 9);
        }

        Thread.Sleep(Timeout.Infinite);
    }

    // Not by the Process class: on Unix it would bring its handling of child processes into a program that waits for its own.
    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int processId, int signal);

    private static (string, int)? Parse(string? value)
    {
        if (string.IsNullOrEmpty(value))
        {
            return null;
        }

        var colon = value.LastIndexOf(':');
        return colon > 0 && int.TryParse(value.AsSpan(colon + 1), out var passing)
            ? (value[..colon], passing)
            : (value, 1);
    }
}
