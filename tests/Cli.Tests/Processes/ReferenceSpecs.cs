using System.Text.Json;

namespace StataRuns.Cli.Tests.Processes;

/// <summary>The real program: a run is named by its id, by a part of it, or as the last one, in whichever data folder it is.</summary>
public sealed class ReferenceSpecs
{
    private const string UnknownId = "01jd8c6r3v9k2m5x7q0w4e1t8z.lab2";

    [Fact(Timeout = 90_000)]
    public async Task I_can_name_a_run_by_a_part_of_its_id_or_as_the_last_one()
    {
        await using var bench = new Bench();
        bench.DoFile("a.do", "display \"this is a\"\n");
        bench.DoFile("b.do", "display \"this is b\"\n");
        var first = await DetachedAsync(bench, "a.do");
        var second = await DetachedAsync(bench, "b.do");
        await Eventually.TrueAsync(() => bench.StoredStatus(first) == "succeeded" && bench.StoredStatus(second) == "succeeded", "both have ended");

        foreach (var stopped in (bool[])[false, true])
        {
            Assert.Contains("this is b", (await bench.RunAsync("logs", "last")).Output, StringComparison.Ordinal);
            Assert.Contains("this is a", (await bench.RunAsync("logs", first[10..26].ToUpperInvariant())).Output, StringComparison.Ordinal);
            var (code, _, error) = await bench.RunAsync("logs", first[..4]);
            Assert.Equal(2, code);
            Assert.Contains($"\"{first[..4]}\" fits 2 runs: give more of the id.", error, StringComparison.Ordinal);
            Assert.Contains($"  {first}  succeeded  {Path.Join(bench.Work, "a.do")}", error, StringComparison.Ordinal);
            Assert.Contains($"  {second}  succeeded  {Path.Join(bench.Work, "b.do")}", error, StringComparison.Ordinal);
            Assert.Equal(0, (await bench.RunAsync("stop")).Code);
            Assert.True(stopped || !File.Exists(bench.ServiceFile));
        }

        var (wrong, _, sentence) = await bench.RunAsync("cancel", "zzzzzz");
        Assert.Equal(2, wrong);
        Assert.Contains("No run's id has \"zzzzzz\" in it", sentence, StringComparison.Ordinal);
        foreach (var verb in (string[])["attach", "cancel", "keep", "rerun"])
        {
            Assert.Equal(0, (await bench.RunAsync(verb, "last")).Code);
        }

        Assert.Equal($"Deleted {first}.\n", (await bench.RunAsync("rm", first[12..26])).Output);
        (wrong, _, sentence) = await bench.RunAsync("rm", first[12..26], "--json");
        Assert.Equal(2, wrong);
    }

    [Fact(Timeout = 90_000)]
    public async Task A_run_is_found_in_the_data_folder_where_it_is()
    {
        await using var bench = new Bench(bothFolders: true);
        bench.DoFile("a.do", "display \"of Stata\"\n");
        bench.DoFile("b.do", "display \"of the stand-in\"\n");
        var (code, output, error) = await bench.RunAsync("run", "b.do", "--stand-in", "--detach");
        Assert.True(code == 0, error);
        var standIn = output.Trim();

        // Only the stand-in has runs: Stata's folder is not even made.
        Assert.Contains("of the stand-in", (await bench.RunAsync("attach", "last")).Output, StringComparison.Ordinal);
        (code, output, error) = await bench.RunAsync("ps");
        Assert.Equal((0, ""), (code, output));
        Assert.Contains("No runs yet of Stata; those of the stand-in: ", error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(bench.Data));

        var stata = await DetachedAsync(bench, "a.do");
        Assert.Equal(0, (await bench.RunAsync("attach", stata)).Code);
        Assert.Contains("of Stata", (await bench.RunAsync("logs", "last")).Output, StringComparison.Ordinal);
        Assert.Contains("of the stand-in", (await bench.RunAsync("logs", "last", "--stand-in")).Output, StringComparison.Ordinal);
        Assert.Contains("of the stand-in", (await bench.RunAsync("logs", standIn)).Output, StringComparison.Ordinal);
        Assert.Contains("of the stand-in", (await bench.RunAsync("logs", standIn[10..26])).Output, StringComparison.Ordinal);
        (code, output, _) = await bench.RunAsync("logs", stata[..4], "--json");
        Assert.Equal(2, code);
        using var json = JsonDocument.Parse(output);
        Assert.Equal([stata, standIn], json.RootElement.GetProperty("error").GetProperty("runs").EnumerateArray().Select(run => run.GetProperty("run_id").GetString()));

        // A completed word names runs of both, wherever the option stands.
        output = (await bench.RunAsync("complete", "--", "logs", "")).Output;
        Assert.Contains(stata, output, StringComparison.Ordinal);
        Assert.Contains(standIn, output, StringComparison.Ordinal);
        Assert.DoesNotContain(stata, (await bench.RunAsync("complete", "--", "logs", "--stand-in", "")).Output, StringComparison.Ordinal);
        Assert.Equal($"Deleted {standIn}.\n", (await bench.RunAsync("rm", standIn)).Output);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_verb_that_only_reads_starts_no_service_where_nothing_ever_ran()
    {
        await using var bench = new Bench(bothFolders: true);
        var (code, output, error) = await bench.RunAsync("ps");
        Assert.Equal((0, ""), (code, output));
        Assert.Contains("No runs yet", error, StringComparison.Ordinal);
        Assert.Equal((0, "[]\n", ""), await bench.RunAsync("ps", "--all", "--json"));
        (code, output, _) = await bench.RunAsync("status");
        Assert.Equal(0, code);
        Assert.Contains("no runs yet", output, StringComparison.Ordinal);
        (code, output, _) = await bench.RunAsync("status", "--json");
        Assert.Equal(0, code);
        using (var json = JsonDocument.Parse(output))
        {
            Assert.False(json.RootElement.GetProperty("running").GetBoolean());
        }

        foreach (var verb in (string[])["logs", "attach"])
        {
            (code, _, error) = await bench.RunAsync(verb, "last");
            Assert.Equal(2, code);
            Assert.Contains("No runs yet", error, StringComparison.Ordinal);
            (code, _, error) = await bench.RunAsync(verb, UnknownId);
            Assert.Equal(2, code);
            Assert.Contains($"There is no run {UnknownId}: no runs yet.", error, StringComparison.Ordinal);
        }

        Assert.False(Directory.Exists(bench.Data));
        Assert.False(Directory.Exists(bench.StandInData));
    }

    private static async Task<string> DetachedAsync(Bench bench, string file)
    {
        var (code, output, error) = await bench.RunAsync("run", file, "--detach");
        Assert.True(code == 0, error);
        return output.Trim();
    }
}
