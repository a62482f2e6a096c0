using System.Globalization;
using System.Text;
using StataRuns.Runner.Protocol;

namespace StataRuns.Runner;

/// <summary>What the runner has to say of itself: a line in the attempt's folder.</summary>
internal static class RunnerLog
{
    public static void Write(AttemptFolder folder, string sentence)
    {
        var line = string.Create(CultureInfo.InvariantCulture, $"{DateTimeOffset.UtcNow:O} [{Environment.ProcessId}] {sentence}\n");
        try
        {
            File.AppendAllText(folder.RunnerLog, line, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The disk is full or the folder gone, which may be what the line was about. There is nobody else to tell.
        }
    }
}
