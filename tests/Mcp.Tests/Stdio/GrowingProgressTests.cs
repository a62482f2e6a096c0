using System.Globalization;
using System.Text;
using StataRuns.McpFrontend.Stdio;

namespace StataRuns.Mcp.Tests.Stdio;

public sealed class GrowingProgressTests
{
    [Fact(Timeout = 30_000)]
    public async Task Progress_grows_over_a_new_connection_too_and_never_runs_ahead_of_the_next_command()
    {
        await Task.Yield();
        var growing = new GrowingProgress();
        List<double> seen = [];
        foreach (var value in (double[])[0, 3.5, 3.6, 0, 3, .. Enumerable.Repeat(3.0, 1000), 4, 12])
        {
            var shown = growing.Next(Message.Parse(Encoding.UTF8.GetBytes(string.Create(
                CultureInfo.InvariantCulture, $$$"""{"jsonrpc":"2.0","method":"notifications/progress","params":{"progressToken":1,"progress":{{{value}}},"message":"x"}}"""))));
            Assert.Equal("x", shown.TextAt("params", "message"));
            seen.Add(shown.At("params", "progress")!.Value.GetDouble());
        }

        Assert.All(seen.Zip(seen.Skip(1)), pair => Assert.True(pair.First < pair.Second));
        Assert.Equal([4.0, 12.0], seen[^2..]);
        Assert.True(seen[^3] < 4);
    }
}
