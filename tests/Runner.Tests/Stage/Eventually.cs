using System.Diagnostics;

namespace StataRuns.Runner.Tests.Stage;

/// <summary>Waits for what must come, with a bound: a promise that is not kept fails the test, whatever the machine's load.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public static async Task TrueAsync(Func<bool> condition, string promise)
    {
        var waited = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(waited.Elapsed < Patience, $"It did not come true: {promise}");
            await Task.Delay(2, TestContext.Current.CancellationToken);
        }
    }

    public static async Task<T> NotNullAsync<T>(Func<T?> read, string promise)
        where T : class
    {
        T? value = null;
        await TrueAsync(() => (value = read()) is not null, promise);
        return value!;
    }
}
