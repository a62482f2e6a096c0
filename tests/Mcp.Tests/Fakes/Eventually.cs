namespace StataRuns.Mcp.Tests.Fakes;

/// <summary>Waits for a condition, with a bound.</summary>
internal static class Eventually
{
    public static async Task TrueAsync(Func<bool> condition, double seconds = 10)
    {
        using var bound = new CancellationTokenSource(TimeSpan.FromSeconds(seconds));
        while (!condition())
        {
            Assert.False(bound.IsCancellationRequested, "the condition never came true");
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }
    }
}
