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
        // The run can have put a pipe or a link there: opening the one would wait for ever, and the other leads elsewhere.
        if (FileStatus.TryAsk(folder.RunnerLog, out var status) == FileEntryAnswer.There && !status.IsOrdinary)
        {
            return;
        }

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
