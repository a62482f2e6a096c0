using System.Runtime.Versioning;
using System.Text;
using StataRuns.Hosts;
using StataRuns.Runs;

namespace StataRuns.Grains.Tests.Runs;

[UnsupportedOSPlatform("windows")]
public sealed class GraphFolderSpecs : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly RunFolder _run;

    public GraphFolderSpecs()
    {
        var settings = new HostSettings { DataDirectory = _folder["data"], Host = "lab2", MaxConcurrent = 1, MaxOutputBytes = 1 };
        _run = RunFolder.Of(settings, RunId.New("lab2", DateTimeOffset.UtcNow));
        Directory.CreateDirectory(Graphs);
    }

    private string Graphs => Path.Combine(_run.Attempt(1).Path, "graphs");

    public void Dispose() => _folder.Dispose();

    [Fact(Timeout = 20_000)]
    public Task I_find_the_graphs_by_name_and_can_read_them_from_any_byte()
    {
        Draw("fit", "<svg>fit</svg>");
        Draw("Graph", "<svg/>");
        Draw("Größe_2", "<svg/>");

        Assert.Equal([new("Graph", 6), new("Größe_2", 6), new("fit", 14)], _run.Graphs(1).Find().Listed);

        var page = _run.Graphs(1).Read("fit", 5, 3);
        Assert.Equal("fit", Encoding.UTF8.GetString(page.Bytes.Span));
        Assert.Equal((5, 14, true), (page.Offset, page.TotalBytes, page.End));
        Assert.True(_run.Graphs(1).Read("fit", 99, 10).Bytes.IsEmpty);
        return Task.CompletedTask;
    }

    [Fact(Timeout = 20_000)]
    public Task What_is_no_graph_is_not_listed_and_cannot_be_read()
    {
        Write(_folder["secret"], "secret");
        File.CreateSymbolicLink(FileOf("link"), _folder["secret"]);
        File.CreateSymbolicLink(FileOf("missing"), _folder["nothing"]);
        Unix.MakePipe(FileOf("pipe"));
        Directory.CreateDirectory(FileOf("folder"));
        Draw("empty", "");
        foreach (var name in (string[])["2nd", "a b", "a-b", ".hidden", "a.b", new string('x', 33)])
        {
            Draw(name, "<svg/>");
        }

        Write(Path.Combine(Graphs, "picture.png"), "png");
        Draw(new string('x', 32), "<svg/>");

        var found = _run.Graphs(1).Find();

        Assert.Equal([new string('x', 32)], found.Listed.Select(graph => graph.Name));
        foreach (var name in (string[])["link", "missing", "pipe", "folder", "2nd", "../graphs/" + new string('x', 32), "", "none"])
        {
            Assert.Equal(0, _run.Graphs(1).Read(name, 0, 100).TotalBytes);
        }

        return Task.CompletedTask;
    }

    [Theory(Timeout = 20_000), InlineData("graphs"), InlineData("attempt"), InlineData("run")]
    public Task A_folder_that_is_a_link_holds_no_graphs(string which)
    {
        Draw("fit", "<svg/>");
        var replaced = which switch
        {
            "graphs" => Graphs,
            "attempt" => _run.Attempt(1).Path,
            _ => _run.Path,
        };
        Directory.Move(replaced, _folder["elsewhere"]);
        Directory.CreateSymbolicLink(replaced, _folder["elsewhere"]);

        Assert.Empty(_run.Graphs(1).Find().Listed);
        Assert.Equal(0, _run.Graphs(1).Read("fit", 0, 100).TotalBytes);
        return Task.CompletedTask;
    }

    [Fact(Timeout = 20_000)]
    public Task A_run_without_graphs_has_none_and_a_graph_that_was_taken_away_has_no_bytes()
    {
        Draw("fit", "<svg/>");
        Assert.Empty(_run.Graphs(2).Find().Listed);
        Assert.Empty(_run.Graphs(2).Find().Notes);
        File.Delete(FileOf("fit"));
        Assert.Equal(0, _run.Graphs(1).Read("fit", 0, 100).TotalBytes);
        return Task.CompletedTask;
    }

    [Fact(Timeout = 20_000)]
    public Task Of_very_many_graphs_the_first_are_listed_and_the_rest_is_said()
    {
        for (var i = 0; i < GraphFolder.Most + 1; i++)
        {
            Draw($"g{i:000}", "<svg/>");
        }

        var found = _run.Graphs(1).Find();

        Assert.Equal(GraphFolder.Most, found.Listed.Count);
        Assert.Equal("g000", found.Listed[0].Name);
        Assert.Contains(Graphs, Assert.Single(found.Notes), StringComparison.Ordinal);
        return Task.CompletedTask;
    }

    [Fact(Timeout = 20_000)]
    public Task A_graph_that_Stata_could_not_export_is_said_with_its_return_code()
    {
        Draw("fit", "<svg/>");
        Write(Path.Combine(Graphs, "failed.txt"), "combined 693\nno such line as this\n../x 1\nhuge 99999999999\nother 198\n");

        var found = _run.Graphs(1).Find();

        Assert.Equal("fit", Assert.Single(found.Listed).Name);
        Assert.Equal(
            ["The graph combined could not be exported as SVG: r(693)", "The graph other could not be exported as SVG: r(198)"], found.Notes);
        return Task.CompletedTask;
    }

    [Theory(Timeout = 20_000)]
    [InlineData("Graph", true), InlineData("_", true), InlineData("é", true), InlineData("a1_", true)]
    [InlineData("", false), InlineData("1a", false), InlineData("a/b", false), InlineData("..", false), InlineData("a\0", false), InlineData("a\ud800", false)]
    public Task A_graphs_name_is_one_for_Stata(string name, bool isName)
    {
        Assert.Equal(isName, RunGraph.IsName(name));
        return Task.CompletedTask;
    }

    private string FileOf(string name) => Path.Combine(Graphs, name + ".svg");

    private void Draw(string name, string svg) => Write(FileOf(name), svg);

    private static void Write(string path, string text) => File.WriteAllText(path, text);
}
