using StataRuns.Runner.Protocol;
using StataRuns.Runner.Tests.Stage;

namespace StataRuns.Runner.Tests;

/// <summary>The runner notes when the log had how many bytes, whatever happens around it.</summary>
public class OutputTimesSpecs
{
    [Fact(Timeout = 30_000)]
    public async Task Each_look_at_a_log_that_has_grown_is_a_record_and_the_last_one_is_its_end()
    {
        await using var scene = new Scene("echo one > ../output.log; while ! [ -e gate ]; do sleep 0.01; done; echo two >> ../output.log");
        var begun = DateTimeOffset.UtcNow;
        scene.StartRunner();
        await Eventually.TrueAsync(() => Records(scene).Count == 1, "the first bytes are noted");
        await scene.OpenGateAsync();
        await scene.ExitAsync();

        var records = Records(scene);
        Assert.Equal(4, records[0].Offset);
        Assert.Equal(8, records[^1].Offset);
        Assert.InRange(records[0].At, begun.AddSeconds(-1), DateTimeOffset.UtcNow);
        Assert.Equal(records.OrderBy(record => record.At).ThenBy(record => record.Offset), records);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_runner_that_takes_over_goes_on_behind_the_last_record()
    {
        await using var scene = new Scene("echo one > ../output.log; while ! [ -e gate ]; do sleep 0.01; done; echo two >> ../output.log");
        var first = scene.StartRunner();
        await Eventually.TrueAsync(() => Records(scene).Count == 1, "the first bytes are noted");
        first.Kill();
        _ = await first.Exit;
        // As if it had died in the middle of a record.
        await using (var file = new FileStream(scene.Folder.Times, FileMode.Append, FileAccess.Write, FileShare.ReadWrite))
        {
            file.Write([1, 2, 3]);
        }

        scene.StartAdopter();
        await scene.OpenGateAsync();
        await scene.ExitAsync();
        Assert.Equal([4, 8], Records(scene).Select(record => record.Offset));
        Assert.Equal(2 * TimeRecord.Bytes, new FileInfo(scene.Folder.Times).Length);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_run_without_output_has_no_records()
    {
        await using var scene = new Scene("exit 0");
        scene.StartRunner();
        await scene.ExitAsync();
        Assert.False(File.Exists(scene.Folder.Times));
    }

    [Theory(Timeout = 30_000)]
    [InlineData("mkfifo ../times")]
    [InlineData("ln -s ../elsewhere ../times")]
    public async Task What_a_do_file_puts_in_the_place_of_the_records_costs_the_records_and_not_the_run(string prank)
    {
        await using var scene = new Scene($"{prank}; echo one > ../output.log; while ! [ -e gate ]; do sleep 0.01; done; echo two >> ../output.log");
        scene.StartRunner();
        await Eventually.TrueAsync(() => new FileInfo(scene.Folder.Times) is { Exists: true } or { LinkTarget: not null }, "the prank is there");
        await scene.OpenGateAsync();

        Assert.Equal(0, (await scene.ExitAsync()).ExitStatus);
        Assert.False(File.Exists(Path.Combine(scene.Folder.Path, "elsewhere")));
    }

    private static List<TimeRecord> Records(Scene scene)
    {
        if (!File.Exists(scene.Folder.Times))
        {
            return [];
        }

        using var file = new FileStream(scene.Folder.Times, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var bytes = new byte[file.Length / TimeRecord.Bytes * TimeRecord.Bytes];
        file.ReadExactly(bytes);
        return [.. bytes.Chunk(TimeRecord.Bytes).Select(record => TimeRecord.Read(record))];
    }
}
