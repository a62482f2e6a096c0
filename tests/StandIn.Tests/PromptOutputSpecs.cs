using StataRuns.StandIn.Tests.Stage;

namespace StataRuns.StandIn.Tests;

/// <summary>A reader of the growing log sees what has happened, when it happens.</summary>
public sealed class PromptOutputSpecs
{
    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData("display \"before\"\nsleep 600000\n", "\nbefore\n\n. sleep 600000\n")]
    [InlineData("forvalues i = 1/3 {\n    display \"round `i'\"\n    sleep 600000\n}\n", "\nround 1\n")]
    [InlineData("display \"begun \" _continue\nshell sleep 600\n", "\nbegun ")]
    [InlineData("program slow\n    display \"in a program\"\n    sleep 600000\nend\nslow\n", "\nin a program\n")]
    [InlineData("program once, rclass\n    sleep `= cond($n > 12, 600000, 1)'\n    global n = $n + 1\n    return scalar x = 1\nend\nglobal n = 1\nsimulate x = r(x), reps(100) nolegend: once\n", "): .........10..")]
    public async Task I_see_output_before_the_long_command_behind_it_has_ended(string source, string seen)
    {
        using var batch = new Batch();
        await batch.WriteAsync("job.do", source);
        using var process = batch.Begin("-q", "-b", "do", "job.do");
        try
        {
            while (!(File.Exists(batch["job.log"]) && ReadShared(batch["job.log"]).Contains(seen, StringComparison.Ordinal)))
            {
                Assert.False(process.HasExited, "It has ended, and was not seen.");
                await Task.Delay(20, TestContext.Current.CancellationToken);
            }
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }

    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task An_endless_loop_can_be_terminated()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There is no SIGTERM.");
        using var batch = new Batch();
        await batch.WriteAsync("job.do", "display \"begun\"\nwhile 1 {\n    local x = 1\n}\n");
        using var process = batch.Begin("-q", "-b", "do", "job.do");
        try
        {
            while (!(File.Exists(batch["job.log"]) && ReadShared(batch["job.log"]).Contains("begun", StringComparison.Ordinal)))
            {
                await Task.Delay(20, TestContext.Current.CancellationToken);
            }

            using var kill = System.Diagnostics.Process.Start("kill", ["-TERM", $"{process.Id}"]);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.NotEqual(0, process.ExitCode);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
            }
        }
    }

    private static string ReadShared(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(file);
        return reader.ReadToEnd();
    }
}
