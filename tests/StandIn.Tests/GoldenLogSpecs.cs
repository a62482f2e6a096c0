using StataRuns.StandIn.Tests.Stage;

namespace StataRuns.StandIn.Tests;

/// <summary>Each <c>Logs/NAME.do</c> must write <c>Logs/NAME.log</c>, as Stata's batch mode lays a log out; a <c>.part</c> is run by another.</summary>
public sealed class GoldenLogSpecs
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Logs");

    public static TheoryData<string> Names => [.. Directory.EnumerateFiles(Folder, "*.do").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)];

    [Theory(Timeout = Bounded.Milliseconds)]
    [MemberData(nameof(Names))]
    public async Task My_do_file_leaves_the_log_that_Stata_would_leave(string name)
    {
        using var batch = new Batch();
        foreach (var file in Directory.EnumerateFiles(Folder).Where(file => Path.GetExtension(file) is ".do" or ".part"))
        {
            File.Copy(file, batch[Path.GetFileName(file)]);
        }

        await batch.StartAsync("-q", "-b", "do", $"{name}.do");

        var expected = await File.ReadAllTextAsync(Path.Combine(Folder, $"{name}.log"), TestContext.Current.CancellationToken);
        Assert.Equal(expected, Batch.Body(await batch.LogAsync($"{name}.log")));
    }
}
