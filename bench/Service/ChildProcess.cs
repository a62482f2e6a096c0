using System.Globalization;

namespace StataRuns.Bench.Service;

/// <summary>A process that the service started.</summary>
internal sealed class ChildProcess(int processId, string name)
{
    private const int UserTicksField = 11;
    private const int EndedUserTicksField = 13;

    /// <summary>Its name as the system keeps it: the first fifteen letters.</summary>
    public string Name => name;

    public ProcessMemory Memory { get; } = new(processId);

    /// <summary>Processor time, in the system's ticks of 10 ms.</summary>
    public long ProcessorMilliseconds => Ticks(processId, UserTicksField);

    /// <summary>Processor time of a process's children that have ended, and of theirs.</summary>
    public static long MillisecondsOfEnded(int parent) => Ticks(parent, EndedUserTicksField);

    /// <summary>The living children of a process.</summary>
    public static IEnumerable<ChildProcess> Of(int parent)
    {
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id)
                && TryRead(Path.Combine(folder, "stat")) is { } stat
                && Number(AfterName(stat)[1]) == parent)
            {
                yield return new ChildProcess(id, stat[(stat.IndexOf('(', StringComparison.Ordinal) + 1)..stat.LastIndexOf(')')]);
            }
        }
    }

    /// <summary>The fields behind the name, which may itself have spaces and brackets: the state is the first.</summary>
    private static string[] AfterName(string stat) => stat[(stat.LastIndexOf(')') + 2)..].Split(' ');

    private static long Ticks(int processId, int field)
    {
        var fields = AfterName(File.ReadAllText($"/proc/{processId}/stat"));
        return 10 * (Number(fields[field]) + Number(fields[field + 1]));
    }

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    private static string? TryRead(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (IOException)
        {
            return null; // it has ended since it was listed
        }
    }
}
