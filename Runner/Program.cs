using StataRuns.Runner;
using StataRuns.Runner.Protocol;
using StataRuns.Runner.Unix;

if (args is not ([_] or [_, Marks.AdoptOption]) || !Path.IsPathFullyQualified(args[0]))
{
    Complain($"usage: stataruns-runner ATTEMPT_FOLDER [{Marks.AdoptOption}]");
    return (int)RunnerExitCode.Usage;
}

if (!OperatingSystem.IsLinux() && !OperatingSystem.IsMacOS())
{
    Complain("stataruns-runner does not support this system yet: it runs on Linux (tested) and macOS.");
    return (int)RunnerExitCode.Unsupported;
}

FailPoint.Pass("runner.begun");
Signals.IgnorePoliteOnes();
var folder = new AttemptFolder(args[0]);
try
{
    return (int)(args.Length == 1 ? Attempt.Run(folder) : Adoption.Run(folder));
}
#pragma warning disable CA1031 // whatever it is, it's said in the one place where somebody looks; the process's end says the rest
catch (Exception e)
#pragma warning restore CA1031
{
    RunnerLog.Write(folder, $"The runner failed: {e}");
    return (int)RunnerExitCode.Trouble;
}

// Not by Console, which would bring terminals, encodings and signal handlers along.
static void Complain(string sentence)
{
    using var error = new FileStream(new Microsoft.Win32.SafeHandles.SafeFileHandle(2, ownsHandle: false), FileAccess.Write, bufferSize: 0);
    error.Write(System.Text.Encoding.UTF8.GetBytes(sentence + "\n"));
}
