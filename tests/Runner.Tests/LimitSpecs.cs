using StataRuns.Runner.Protocol;
using StataRuns.Runner.Tests.Stage;

namespace StataRuns.Runner.Tests;

public class LimitSpecs
{
    [Fact(Timeout = 30_000)]
    public async Task A_run_is_stopped_when_its_wall_time_is_over()
    {
        await using var scene = new Scene("sleep 300 & echo $! > child; exec sleep 300", job => job with { TimeoutSeconds = 0.4 });
        scene.StartRunner();
        var child = await scene.WrittenProcessAsync("child");
        var exit = await scene.ExitAsync();

        Assert.Equal(EndCause.TimedOut, exit.Cause);
        Assert.Equal("Stopped because its time limit of 0.4 seconds was over.", exit.Message);
        Assert.InRange(exit.EndedAt - scene.Process!.StartedAt, TimeSpan.FromSeconds(0.39), TimeSpan.FromSeconds(10));
        Assert.False(child.IsAlive());
    }

    [Fact(Timeout = 30_000)]
    public async Task A_run_that_ends_in_time_is_not_timed_out()
    {
        await using var scene = new Scene("exit 0", job => job with { TimeoutSeconds = 20 });
        scene.StartRunner();

        Assert.Equal(EndCause.Exited, (await scene.ExitAsync()).Cause);
    }

    [Theory(Timeout = 30_000)]
    [InlineData("exec yes > ../output.log")]
    [InlineData("exec yes")]
    public async Task A_run_that_writes_more_than_it_may_is_stopped_and_its_output_stays(string script)
    {
        await using var scene = new Scene(script, job => job with { MaxOutputBytes = 1_000_000 });
        scene.StartRunner();
        var exit = await scene.ExitAsync();

        Assert.Equal(EndCause.OutputLimit, exit.Cause);
        Assert.Equal("Stopped because it wrote more than 1000000 bytes.", exit.Message);
        Assert.True(exit.OutputBytes + exit.ConsoleBytes > 1_000_000);
        Assert.Equal(exit.OutputBytes + exit.ConsoleBytes, SizeOf(scene.Job.OutputFile) + SizeOf(scene.Folder.Console));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_run_that_writes_as_much_as_it_may_is_not_stopped()
    {
        await using var scene = new Scene("head -c 1000 /dev/zero; sleep 0.3", job => job with { MaxOutputBytes = 1000 });
        scene.StartRunner();

        Assert.Equal(EndCause.Exited, (await scene.ExitAsync()).Cause);
    }

    /// <summary>Over the life of a child, the runner gets at most one hundredth of a second of processor time.</summary>
    [Theory(Timeout = 30_000)]
    [InlineData(null, null)]
    [InlineData(600.0, 1L << 30)]
    public async Task A_runner_that_waits_uses_no_processor_time(double? timeout, long? maxBytes)
    {
        await using var scene = new Scene(
            "while ! [ -e gate ]; do sleep 0.01; done; sleep 3",
            job => job with { TimeoutSeconds = timeout, MaxOutputBytes = maxBytes });
        var runner = scene.StartRunner();
        var process = (await scene.ProcessAsync()).Process;
        using var client = await ControlClient.ConnectAsync(scene);
        _ = await client.ReadUntilAsync(ControlEventKind.Hello);
        var before = runner.CpuTicks();
        await scene.OpenGateAsync();

        // Read as long as it's idle, so that its work at the end is not counted.
        var last = before;
        while (process.IsAlive() && scene.Exit is null)
        {
            last = runner.Identity.IsAlive() && process.IsAlive() ? runner.CpuTicks() : last;
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        Assert.InRange(last - before, 0, 1);
    }

    private static long SizeOf(string path) => File.Exists(path) ? new FileInfo(path).Length : 0;
}
