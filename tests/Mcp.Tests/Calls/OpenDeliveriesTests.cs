using Microsoft.Extensions.Time.Testing;
using StataRuns.McpFrontend.Mcp.Calls;
using StataRuns.Runs;

namespace StataRuns.Mcp.Tests.Calls;

public sealed class OpenDeliveriesTests
{
    private static readonly RunId Run = RunId.Parse("01jd8c6r3v9k2m5x7q0w4e1t8z.lab2");

    private readonly FakeTimeProvider _time = new();

    [Fact(Timeout = 10_000)]
    public async Task A_result_on_its_way_to_two_callers_is_settled_when_both_have_it_or_not()
    {
        var open = new OpenDeliveries(_time);
        open.Begin(Run); // whose caller has hung up
        open.Begin(Run); // whose caller has read it, and asks again
        var settled = open.SettleAsync(Run);
        open.End(Run);
        Assert.False(settled.IsCompleted);
        Assert.False(open.SettleAsync(Run).IsCompleted);
        open.End(Run);
        await settled;
        await open.SettleAsync(Run);
    }

    [Fact(Timeout = 10_000)]
    public async Task A_caller_that_does_not_take_its_result_keeps_nobody_waiting_for_long()
    {
        var open = new OpenDeliveries(_time);
        open.Begin(Run);
        var settled = open.SettleAsync(Run);
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.False(settled.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(2));
        await settled;
    }
}
