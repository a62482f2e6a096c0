namespace StataRuns.Cluster.Tests.Stage;

/// <summary>The middle of a run, for as long as a test likes: half of the lines, and the rest at the test's word.</summary>
internal sealed class HeldDoFile(DataFolder folder, string name) : CountedDoFile(folder, name, Lines, $$"""
    forvalues i = 1/{{Lines / 2}} {
        display "line `i' of {{Lines}}"
    }
    shell timeout 100 sh -c 'until [ -e {{Word(folder, name)}} ]; do sleep 0.05; done'
    forvalues i = {{(Lines / 2) + 1}}/{{Lines}} {
        display "line `i' of {{Lines}}"
        sleep 5
    }
    display "the end"
    """)
{
    private const int Lines = 20;

    private readonly string _word = Word(folder, name);

    /// <summary>It has begun.</summary>
    public Task HasBegunAsync() => Eventually.TrueAsync(() => Task.FromResult(Starts > 0), $"{Path} has begun");

    /// <summary>Lets it go on.</summary>
    public void Open() => File.WriteAllText(_word, "");

    private static string Word(DataFolder folder, string name) => System.IO.Path.Combine(folder.Work, name + ".open");
}
