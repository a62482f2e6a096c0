namespace StataRuns.Cluster.Tests.Stage;

/// <summary>A do-file that notes each of its starts in a file of its own, as the first thing it does: so that "at most once" is counted.</summary>
internal class CountedDoFile
{
    private readonly string _starts;
    private readonly int _lines;

    public CountedDoFile(DataFolder folder, string name, int lines, string body)
    {
        _lines = lines;
        _starts = System.IO.Path.Combine(folder.Work, name + ".starts");
        Path = folder.DoFile(name + ".do", $"""
            file open own using "{_starts}", write append
            file write own "started" _n
            file close own
            {body}
            """);
    }

    /// <summary>Where it is.</summary>
    public string Path { get; }

    /// <summary>How often a process began with it.</summary>
    public int Starts => File.Exists(_starts) ? File.ReadAllLines(_starts).Length : 0;

    /// <summary>The call of it that waits for its end and wants its whole log.</summary>
    public Dictionary<string, object> Call => new()
    {
        ["file_path"] = Path, ["wait"] = 60, ["output"] = "full", ["max_output_chars"] = 1_000_000,
    };

    /// <summary>That a log has each line once and in order.</summary>
    public void IsWhole(string log) => Calls.HasEveryLineOnce(log, _lines);
}
