namespace StataRuns.Clients.Tests.Stage;

/// <summary>A do-file that says half of its lines and then waits for the test's word: the middle of a run, for as long as one likes.</summary>
internal sealed class Gate
{
    /// <summary>The lines that it says in all, as <see cref="Calls.HasEveryLineOnce"/> knows them.</summary>
    public const int Lines = 20;

    private readonly string _word;

    public Gate(DataFolder folder, string name = "main.do")
    {
        _word = System.IO.Path.Combine(folder.Work, name.Replace(' ', '-') + ".open");
        Path = folder.DoFile(name, $$"""
            forvalues i = 1/{{Lines / 2}} {
                display "line `i' of {{Lines}}"
            }
            shell timeout 60 sh -c 'until [ -e {{_word}} ]; do sleep 0.02; done'
            forvalues i = {{(Lines / 2) + 1}}/{{Lines}} {
                display "line `i' of {{Lines}}"
                sleep 10
            }
            display "the end"
            """);
    }

    /// <summary>The do-file.</summary>
    public string Path { get; }

    /// <summary>The call of it that waits for its end, and wants the whole log.</summary>
    public Dictionary<string, object> Call => new() { ["file_path"] = Path, ["wait"] = 60, ["output"] = "full", ["max_output_chars"] = 100_000 };

    /// <summary>Lets the run go on.</summary>
    public void Open() => File.WriteAllText(_word, "");
}
