using StataRuns.StandIn.Tests.Stage;

namespace StataRuns.StandIn.Tests.Commands;

public sealed class LogSpecs
{
    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task A_log_of_mine_holds_what_happened_between_its_opening_and_its_close()
    {
        using var batch = new Batch();
        var log = await batch.RunAsync("display \"before\"\nlog using mine.log, text\ndisplay \"within\"\nlog close\ndisplay \"after\"\n");

        var mine = await batch.LogAsync("mine.log");
        Assert.Matches("""
            ^-{80}
                  name:  <unnamed>
                   log:  .*/mine\.log
              log type:  text
             opened on:  [ 0-9]{2} [A-Z][a-z]{2} [0-9]{4}, [0-9:]{8}

            \. display "within"
            within

            \. log close
                  name:  <unnamed>
            """.ReplaceLineEndings("\n"), mine);
        Assert.EndsWith("-----\n", mine, StringComparison.Ordinal);
        Assert.Contains("\nwithin\n", log, StringComparison.Ordinal);
        Assert.Contains("\nafter\n", log, StringComparison.Ordinal);
        Assert.DoesNotContain("after", mine, StringComparison.Ordinal);
    }

    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task Logs_have_names_are_not_overwritten_unasked_and_go_on_when_asked()
    {
        using var batch = new Batch();
        var log = await batch.RunAsync("""
            log using one.log, name(first)
            log using two.log, name(second)
            display "in both"
            log off second
            display "in the first"
            log on second
            log close _all
            capture log using one.log
            display _rc
            log using one.log, append
            display "appended"
            log close
            capture log close
            display _rc
            """);

        var (one, two) = (await batch.LogAsync("one.log"), await batch.LogAsync("two.log"));
        Assert.Contains("\nin both\n", one, StringComparison.Ordinal);
        Assert.Contains("\nin both\n", two, StringComparison.Ordinal);
        Assert.Contains("\nin the first\n", one, StringComparison.Ordinal);
        Assert.DoesNotContain("\nin the first\n", two, StringComparison.Ordinal);
        Assert.Contains("\nappended\n", one, StringComparison.Ordinal);
        Assert.Contains("\n602\n", log, StringComparison.Ordinal);
        Assert.Contains("\n606\n", log, StringComparison.Ordinal);
    }

    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task Bytes_that_are_no_Unicode_reach_the_log_as_they_are()
    {
        using var batch = new Batch();
        byte[] line = [.. "display \""u8, 0xE9, 0xFF, 0x80, .. "\"\n"u8];
        await File.WriteAllBytesAsync(batch["job.do"], line, TestContext.Current.CancellationToken);
        await batch.StartAsync("-q", "-b", "do", "job.do");

        var log = await File.ReadAllBytesAsync(batch["job.log"], TestContext.Current.CancellationToken);
        byte[] shown = [.. "\n"u8, 0xE9, 0xFF, 0x80, .. "\n"u8];
        Assert.True(log.AsSpan().IndexOf(shown) > 0);
    }
}
