using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace StataRuns.Cli.Tests.Processes;

/// <summary>The real program: the lines around the user's do-file are in no output, but in the raw log.</summary>
public sealed partial class WrapperLineSpecs
{
    [Fact(Timeout = 90_000)]
    public async Task What_I_see_is_what_my_do_file_put_out_live_and_afterwards()
    {
        await using var bench = new Bench();
        bench.Lines(15, 100);
        using var run = bench.Call("run", "lines.do");
        await run.PrintsAsync("line 2 of 15");
        using var followed = bench.Call("logs", "last", "-f");
        using var json = bench.Call("logs", "last", "-f", "--json");
        Assert.All(await Task.WhenAll(run.ExitAsync(), followed.ExitAsync(), json.ExitAsync()), code => Assert.Equal(0, code));

        var raw = (await bench.RunAsync("logs", "last", "--raw")).Output;
        var file = Directory.GetFiles(Path.Join(bench.Data, "runs", run.RunId), "output.log", SearchOption.AllDirectories).Single();
        Assert.Equal(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken), raw);
        Assert.Matches(Wrapper(), raw);
        var shown = run.OutputText;
        Assert.DoesNotMatch(Wrapper(), shown);
        Assert.EndsWith("\n. display \"the end\"\nthe end\n", shown, StringComparison.Ordinal);
        Assert.Equal(shown, followed.OutputText);
        Assert.Equal(shown, (await bench.RunAsync("attach", "last")).Output);
        Assert.Equal(shown, (await bench.RunAsync("logs", "last")).Output);
        Assert.Equal("line 15 of 15\n\n. display \"the end\"\nthe end\n", (await bench.RunAsync("logs", "last", "--tail", "4")).Output.Replace(". }\n", "", StringComparison.Ordinal));
        Assert.Equal(1, (await bench.RunAsync("logs", "last", "--grep", "begin\\.do|end\\.do|end of do-file")).Code);

        // Offsets are those of the raw log.
        var bytes = Encoding.UTF8.GetBytes(raw);
        var text = new StringBuilder();
        foreach (var line in json.OutputText.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            using var piece = JsonDocument.Parse(line);
            var (from, to) = (piece.RootElement.GetProperty("offset").GetInt32(), piece.RootElement.GetProperty("next_offset").GetInt32());
            Assert.Equal(Encoding.UTF8.GetString(bytes[from..to]), piece.RootElement.GetProperty("text").GetString());
            text.Append(piece.RootElement.GetProperty("text").GetString());
        }

        Assert.Equal(shown, text.ToString());
    }

    [GeneratedRegex(@"begin\.do|end\.do|capture noisily do|output\.do|end of do-file")]
    private static partial Regex Wrapper();
}
